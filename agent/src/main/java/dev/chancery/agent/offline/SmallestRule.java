package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the smallest rule that would allow a denied request. What is found has been tried: it is
 * parsed, resolved with all other policies, and asked.
 */
final class SmallestRule {
  private static final JsonMapper JSON = new JsonMapper();
  private final NodeView view;
  private final Direction direction;
  private final Endpoint subject;
  private final End peer;

  SmallestRule(NodeView view, Direction direction, Endpoint subject, End peer) {
    this.view = view;
    this.direction = direction;
    this.subject = subject;
    this.peer = peer;
  }

  /** Empty where no rule of this kind can allow it: a deny stands against it, or a conflict. */
  Optional<Suggestion> find(Question question, Request request) {
    var elements =
        new RuleElements(
            direction, subject.namespace(), DemandedHeaders.of(policy(view.resolution())));
    Optional<ObjectNode> element = elements.element(question, peer);
    Optional<ObjectNode> labels = elements.labels(subject);
    if (element.isEmpty()) {
      return Optional.empty();
    }
    Optional<Rule> own = ruleOfSubjectAlone();
    Optional<ObjectNode> policy = labels.map(l -> policy(l, element.get()));
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    Optional<Policy> parsed = parse(policy.get());
    if (parsed.isEmpty() || !allows(parsed.get(), request)) {
      return Optional.empty();
    }
    return Optional.of(
        own.map(
                rule ->
                    new Suggestion(
                        place(rule),
                        SafeYaml.of(JSON.createArrayNode().add(element.get())),
                        notes(parsed.get(), false)))
            .orElseGet(
                () ->
                    new Suggestion(
                        Optional.empty(), SafeYaml.of(policy.get()), notes(parsed.get(), true))));
  }

  private Optional<Suggestion.Place> place(Rule rule) {
    return Optional.of(
        new Suggestion.Place(
            rule.origin().policy().key(),
            rule.origin().path() + "." + direction.text(),
            rule.origin().location()));
  }

  /** A rule of a namespaced policy that binds nobody but the subject and its like. */
  private Optional<Rule> ruleOfSubjectAlone() {
    return view.world().policies().stream()
        .filter(p -> p.ref().kind().equals("CiliumNetworkPolicy"))
        .filter(p -> p.ref().namespace().equals(subject.namespace()))
        .flatMap(p -> p.rules().stream())
        .filter(r -> !r.elements(direction).isEmpty())
        .filter(r -> r.binds(subject.identity().labels()))
        .filter(r -> others().stream().noneMatch(e -> r.binds(e.identity().labels())))
        .findFirst();
  }

  private List<Endpoint> others() {
    return view.world().endpoints().stream()
        .filter(e -> e.identity().number() != subject.identity().number())
        .toList();
  }

  private ObjectNode policy(ObjectNode labels, ObjectNode element) {
    ObjectNode policy = JSON.createObjectNode();
    policy.put("apiVersion", "cilium.io/v2").put("kind", "CiliumNetworkPolicy");
    policy.putObject("metadata").put("name", name()).put("namespace", subject.namespace());
    ObjectNode spec = policy.putObject("spec");
    spec.putObject("endpointSelector").set("matchLabels", labels);
    spec.putArray(direction.text()).add(element);
    if (bound(policy).stream().anyMatch(e -> !enforced(e))) {
      spec.putObject("enableDefaultDeny").put(direction.text(), false);
    }
    return policy;
  }

  private String name() {
    String link = direction == Direction.INGRESS ? "-from-" : "-to-";
    String name = subject.podName() + link + peer.name().replaceFirst("^.*/", "");
    String clean = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return (clean.length() > 63 ? clean.substring(0, 63) : clean).replaceAll("-+$", "");
  }

  /** Others that the policy would bind. */
  private List<Endpoint> bound(JsonNode policy) {
    return parse(policy).stream()
        .flatMap(p -> p.rules().stream())
        .flatMap(r -> others().stream().filter(e -> r.binds(e.identity().labels())))
        .toList();
  }

  private boolean enforced(Endpoint endpoint) {
    EndpointPolicy policy = view.resolution().policies().get(endpoint.key());
    return policy != null && policy.direction(direction).enforced();
  }

  private Optional<Policy> parse(JsonNode policy) {
    return new PolicyParser(view.world().cluster())
        .parse("", SafeYaml.of(policy)).stream().flatMap(p -> p.policy().stream()).findFirst();
  }

  private boolean allows(Policy added, Request request) {
    World world = view.world();
    List<Policy> policies = new ArrayList<>(world.policies());
    policies.add(added);
    Resolution resolution =
        Resolver.resolve(world.withPolicies(policies), view.resolution().numbering());
    int asked = End.find(viewOf(resolution), peer.name()).identity();
    var again =
        new Request(
            asked, request.protocol(), request.port(), request.http(), request.queriedName());
    return !resolution.conflicts().containsKey(subject.key())
        && Evaluator.decide(policy(resolution), again).allowed();
  }

  private NodeView viewOf(Resolution resolution) {
    return new NodeView(
        view.revision(),
        view.world(),
        resolution,
        view.statuses(),
        view.problems(),
        view.byAddress());
  }

  private DirectionPolicy policy(Resolution resolution) {
    EndpointPolicy policy = resolution.policies().get(subject.key());
    return policy == null ? DirectionPolicy.open(direction) : policy.direction(direction);
  }

  private List<String> notes(Policy added, boolean isNew) {
    List<String> notes = new ArrayList<>();
    Rule rule = added.rules().get(0);
    List<Endpoint> bound =
        others().stream().filter(e -> rule.binds(e.identity().labels())).toList();
    if (isNew && !bound.isEmpty()) {
      notes.add("also binds " + keys(bound) + ", which has the same labels and more");
    }
    List<Endpoint> admitted =
        view.world().endpoints().stream()
            .filter(e -> e.identity().number() != peer.identity())
            .filter(e -> selects(rule, e))
            .toList();
    if (!admitted.isEmpty()) {
      notes.add("also admits " + keys(admitted) + ", which has the same labels and more");
    }
    if (peer.endpoint().isEmpty()
        && peer.address().isPresent()
        && !peer.name().matches("[0-9.:a-f]+")) {
      notes.add(
          "addresses of " + peer.name() + " are known once a dns rule has let its query pass");
    }
    return notes;
  }

  private boolean selects(Rule rule, Endpoint endpoint) {
    return rule.elements(direction).get(0).peers() instanceof PeerRule.AnyOf any
        && any.selectors().stream()
            .anyMatch(s -> s.selects(endpoint.identity().labels(), view.world().cluster()));
  }

  private static String keys(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::key).collect(Collectors.joining(", "));
  }
}
