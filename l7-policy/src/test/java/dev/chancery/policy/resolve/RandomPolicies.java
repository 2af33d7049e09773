package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.ListenerRef;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.model.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Policies of every kind that resolution tells apart, with few values, so that they often meet. */
final class RandomPolicies {
  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  /** Another object of the same value. */
  static Policy copy(Policy policy) {
    return new Policy(policy.ref(), policy.rules().stream().map(RandomPolicies::copy).toList());
  }

  private static Rule copy(Rule rule) {
    return new Rule(
        rule.subject(),
        rule.elements(),
        rule.defaultDeny(),
        rule.labels(),
        rule.description(),
        rule.log(),
        rule.origin());
  }

  Policy draw(String namespace, String name) {
    var ref = new PolicyRef("CiliumNetworkPolicy", namespace, name, "");
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      var origin = new Provenance(ref, "specs[" + i + "]", Location.UNKNOWN);
      rules.add(
          new Rule(
              new Subject.Endpoints(subject(namespace)),
              elements(origin),
              random.nextInt(4) == 0 ? Set.of() : Set.of(Direction.INGRESS, Direction.EGRESS),
              List.of(),
              "",
              Optional.empty(),
              origin));
    }
    return new Policy(ref, rules);
  }

  private Selector subject(String namespace) {
    Selector own = Selector.of(equal(EndpointLabels.NAMESPACE, namespace));
    return random.nextInt(3) == 0 ? own : own.and(equal("app", "a" + random.nextInt(3)));
  }

  private List<RuleElement> elements(Provenance rule) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(
            i -> element(new Provenance(rule.policy(), rule.path() + "." + i, rule.location())))
        .toList();
  }

  private RuleElement element(Provenance origin) {
    Action action = random.nextInt(5) == 0 ? Action.DENY : Action.ALLOW;
    return new RuleElement(
        any(Direction.values()),
        action,
        random.nextInt(5) == 0
            ? new PeerRule.Everyone()
            : new PeerRule.AnyOf(
                IntStream.range(0, random.nextInt(3)).mapToObj(i -> peer()).toList()),
        random.nextInt(4) == 0
            ? List.of(PortRule.everything(origin))
            : List.of(ports(action, origin)),
        action == Action.ALLOW && random.nextInt(8) == 0
            ? Optional.of(any(Authentication.values()))
            : Optional.empty(),
        origin);
  }

  private PeerSelector peer() {
    return switch (random.nextInt(10)) {
      case 4 ->
          random.nextBoolean()
              ? new PeerSelector.Name("*.example.test", true)
              : new PeerSelector.Name("a.example.test", false);
      case 5 ->
          new PeerSelector.CidrGroup(
              Selector.of(
                  random.nextBoolean()
                      ? Requirement.exists(
                          new LabelKey(
                              PeerSelector.CidrGroup.SOURCE,
                              PeerSelector.CidrGroup.NAME_PREFIX + "g0"))
                      : Requirement.equal(
                          new LabelKey(PeerSelector.CidrGroup.SOURCE, "zone"), "z1")),
              random.nextBoolean() ? List.of() : List.of(IpPrefix.parse("192.0.2.2/31")));
      case 0 -> new PeerSelector.OfEntity(any(Entity.values()));
      case 1 ->
          new PeerSelector.Cidr(
              IpPrefix.parse("10.0.0.0/" + (8 + 8 * random.nextInt(3))),
              random.nextBoolean() ? List.of() : List.of(IpPrefix.parse("10.0.1.0/24")));
      case 2 -> new PeerSelector.Cidr(IpPrefix.parse("192.0.2." + random.nextInt(4)), List.of());
      case 3 -> new PeerSelector.OfService(Optional.of("db"), "blue", Optional.empty());
      default -> new PeerSelector.Endpoints(peerSelector());
    };
  }

  private Selector peerSelector() {
    var app = LabelKey.parse("app");
    return switch (random.nextInt(6)) {
      case 0 -> Selector.EVERYTHING;
      case 1 -> Selector.of(new Requirement(app, Requirement.Operator.IN, List.of("a0", "a2")));
      case 2 ->
          Selector.of(
              new Requirement(app, Requirement.Operator.NOT_IN, List.of("a1")),
              Requirement.exists(LabelKey.k8s(EndpointLabels.NAMESPACE)));
      case 3 -> Selector.of(equal(EndpointLabels.NAMESPACE_LABELS + ".team", "t1"));
      case 4 -> Selector.of(Requirement.exists(LabelKey.k8s("version")));
      default ->
          Selector.of(
              equal(EndpointLabels.NAMESPACE, random.nextBoolean() ? "blue" : "red"),
              equal("app", "a" + random.nextInt(3)));
    };
  }

  private PortRule ports(Action action, Provenance origin) {
    PortSpec port =
        switch (random.nextInt(5)) {
          case 0 -> new PortSpec.Named("http", Protocol.ANY, 0);
          case 1 -> new PortSpec.Range(new PortRange(Protocol.TCP, 80, 90));
          case 2 -> new PortSpec.Range(PortRange.of(Protocol.UDP, 53));
          default -> new PortSpec.Range(PortRange.of(Protocol.TCP, 80));
        };
    if (action == Action.DENY) {
      return new PortRule(List.of(port), new L7Spec.None(), origin);
    }
    ConnectionRules connection =
        random.nextInt(8) == 0
            ? new ConnectionRules(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new ListenerRef("CiliumEnvoyConfig", "own", "l", random.nextInt(2))))
            : ConnectionRules.NONE;
    return new PortRule(
        List.of(port), connection.isNone() ? l7(origin) : new L7Spec.None(), connection, origin);
  }

  private L7Spec l7(Provenance origin) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new L7Spec.Dns(
              List.of(new DnsRule(Optional.of("example.com."), Optional.empty(), origin)));
      case 1, 2 ->
          new L7Spec.Http(
              List.of(
                  new HttpRule(
                      Optional.of(Pattern.compile("GET")),
                      Optional.of(Pattern.compile("/" + random.nextInt(3))),
                      Optional.empty(),
                      List.of(),
                      origin)));
      default -> new L7Spec.None();
    };
  }

  private <T> T any(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private static Requirement equal(String key, String value) {
    return Requirement.equal(LabelKey.k8s(key), value);
  }
}
