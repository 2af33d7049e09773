package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Explainer;
import dev.chancery.policy.evaluate.Explanation;
import dev.chancery.policy.evaluate.NearMiss;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.resolve.EndpointPolicy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The verdict of a {@link Question}, and why: the sender's egress policy first, then the receiver's
 * ingress policy, each where that end is an endpoint of this node.
 */
public final class Answer {
  private static final JsonMapper JSON = new JsonMapper();

  /** What path normalisation would not leave as it is: spec/envoy.md §13's table. */
  private static final Pattern CHANGED_BY_ENVOY =
      Pattern.compile(
          "//|/\\.{1,2}(?:[/;]|$)|\\\\|%(?:2[dDeEfF]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[cCfF]|7[eE])");

  private final Question question;
  private final Map<Direction, Explanation> explanations = new EnumMap<>(Direction.class);

  private Answer(Question question) {
    this.question = question;
  }

  /**
   * Asks the policies of both ends.
   *
   * @throws IllegalArgumentException with a message for the user if an end is nobody
   */
  public static Answer of(NodeView view, Question question) {
    NodeView known = LearntNames.learn(view, List.of(question));
    End from = End.find(known, question.from());
    End to = End.find(known, question.to());
    Answer answer = new Answer(question);
    answer.add(known, Direction.EGRESS, from, to);
    answer.add(known, Direction.INGRESS, to, from);
    return answer;
  }

  private void add(NodeView view, Direction direction, End own, End peer) {
    own.endpoint()
        .filter(e -> question.concerns(direction))
        .flatMap(e -> Optional.ofNullable(view.resolution().policies().get(e.key())))
        .map((EndpointPolicy p) -> p.direction(direction))
        .ifPresent(
            policy ->
                explanations.put(
                    direction,
                    new PeerNames(view)
                        .named(Explainer.explain(policy, request(peer)), policy, peer)));
  }

  private Request request(End peer) {
    return new Request(
        peer.identity(),
        question.protocol(),
        question.port(),
        question.http(),
        question.queriedName());
  }

  /** By direction; empty where no end with a policy was asked about. */
  public Map<Direction, Explanation> explanations() {
    return Collections.unmodifiableMap(explanations);
  }

  /** The rules that decided: of a denial those of the directions that deny. */
  public List<Provenance> decidedBy() {
    return explanations.values().stream()
        .filter(e -> e.decision().allowed() == allowed())
        .flatMap(e -> e.decision().decidedBy().stream())
        .distinct()
        .toList();
  }

  public boolean allowed() {
    return explanations.values().stream().allMatch(e -> e.decision().allowed());
  }

  public String text() {
    var text = new StringBuilder(allowed() ? "ALLOWED" : "DENIED");
    text.append("  ").append(question.text());
    text.append('\n');
    for (Direction direction : new Direction[] {Direction.EGRESS, Direction.INGRESS}) {
      Explanation explanation = explanations.get(direction);
      if (explanation != null) {
        String end = direction == Direction.EGRESS ? question.from() : question.to();
        text.append(direction.text() + " of " + end + ": " + explanation.text());
      }
    }
    question
        .http()
        .filter(h -> CHANGED_BY_ENVOY.matcher(h.path().split("[?#]", 2)[0]).find())
        .ifPresent(
            h ->
                text.append(
                    "note: Envoy brings this path into one canonical form, or refuses it, before"
                        + " policy sees it; ask with that form\n"));
    if (explanations.isEmpty()) {
      text.append("neither end is an endpoint of this node, so no policy applies\n");
    }
    return text.toString();
  }

  public JsonNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("verdict", allowed() ? "ALLOWED" : "DENIED");
    explanations.forEach((direction, e) -> root.set(direction.text(), json(e)));
    return root;
  }

  private static ObjectNode json(Explanation explanation) {
    ObjectNode node = JSON.createObjectNode();
    node.put("allowed", explanation.decision().allowed());
    node.put("level", explanation.decision().level().name());
    node.put("redirected", explanation.decision().redirected());
    ArrayNode by = node.putArray("decidedBy");
    explanation.decision().decidedBy().forEach(p -> by.add(json(p)));
    ArrayNode near = node.putArray("nearest");
    for (NearMiss miss : explanation.nearest()) {
      ObjectNode entry = json(miss.rule());
      entry.put("passed", miss.passed());
      entry.put("text", miss.text());
      near.add(entry);
    }
    return node;
  }

  private static ObjectNode json(Provenance rule) {
    ObjectNode node = JSON.createObjectNode();
    node.put("policy", rule.policy().key());
    node.put("path", rule.path());
    node.put("file", rule.location().file());
    node.put("line", rule.location().line());
    return node;
  }
}
