package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Explainer;
import dev.chancery.policy.evaluate.Explanation;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
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
  private static final List<Direction> ORDER = List.of(Direction.EGRESS, Direction.INGRESS);

  /** What path normalisation would not leave as it is: spec/envoy.md §13's table. */
  private static final Pattern CHANGED_BY_ENVOY =
      Pattern.compile(
          "//|/\\.{1,2}(?:[/;]|$)|\\\\|%(?:2[dDeEfF]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[cCfF]|7[eE])");

  private static final String NOTE =
      "Envoy brings this path into one canonical form, or refuses it, before policy sees it; ask"
          + " with that form";

  private final Question question;
  private final Map<Direction, Judgement> judgements = new EnumMap<>(Direction.class);

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
    answer.judge(known, Direction.EGRESS, from, to);
    answer.judge(known, Direction.INGRESS, to, from);
    return answer;
  }

  private void judge(NodeView view, Direction direction, End own, End peer) {
    if (own.endpoint().isEmpty() || !question.concerns(direction)) {
      return;
    }
    Endpoint subject = own.endpoint().get();
    EndpointPolicy whole = view.resolution().policies().get(subject.key());
    if (whole == null) {
      return;
    }
    DirectionPolicy policy = whole.direction(direction);
    Request request = request(peer);
    Explanation explanation = Explainer.explain(policy, request);
    judgements.put(
        direction,
        new Judgement(
            direction.text()
                + " of "
                + (direction == Direction.EGRESS ? question.from() : question.to()),
            new PeerNames(view).named(explanation, policy, peer),
            Optional.ofNullable(view.resolution().conflicts().get(subject.key())),
            Optional.of(
                Suppliers.memoize(
                    () ->
                        new SmallestRule(view, direction, subject, peer)
                            .find(question, request)))));
  }

  private Request request(End peer) {
    return new Request(
        peer.identity(),
        question.protocol(),
        question.port(),
        question.http(),
        question.queriedName());
  }

  /** The same answer that suggests no rules: cheap enough for thousands. */
  public Answer withoutSuggestions() {
    var answer = new Answer(question);
    judgements.forEach((direction, j) -> answer.judgements.put(direction, j.withoutSuggestion()));
    return answer;
  }

  public boolean allowed() {
    return judgements.values().stream().allMatch(Judgement::allowed);
  }

  /** By direction; empty where no end with a policy was asked about. */
  public Map<Direction, Explanation> explanations() {
    Map<Direction, Explanation> explanations = new EnumMap<>(Direction.class);
    judgements.forEach(
        (direction, judgement) -> explanations.put(direction, judgement.explanation()));
    return explanations;
  }

  /** The rules that decided: of a denial those of the directions that deny. */
  public List<Provenance> decidedBy() {
    return judgements.values().stream()
        .filter(j -> j.allowed() == allowed())
        .flatMap(j -> j.explanation().decision().decidedBy().stream())
        .distinct()
        .toList();
  }

  /** Lines for a terminal, each ended by a line feed. */
  public String text() {
    var text = new StringBuilder(allowed() ? "ALLOWED" : "DENIED");
    text.append("  ").append(printable(question.text())).append('\n');
    ORDER.stream()
        .flatMap(d -> Optional.ofNullable(judgements.get(d)).stream())
        .forEach(judgement -> text.append(judgement.text()));
    note().ifPresent(note -> text.append("note: " + note + "\n"));
    if (judgements.isEmpty()) {
      text.append("neither end is an endpoint of this node, so no policy applies\n");
    }
    return text.toString();
  }

  /** What a client sent must not steer the terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "?");
  }

  private Optional<String> note() {
    return question
        .http()
        .filter(h -> CHANGED_BY_ENVOY.matcher(h.path().split("[?#]", 2)[0]).find())
        .map(h -> NOTE);
  }

  /** The verdict, and the judgement of each direction that was asked. */
  public JsonNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("verdict", allowed() ? "ALLOWED" : "DENIED");
    root.put("question", question.text());
    judgements.forEach((direction, judgement) -> root.set(direction.text(), judgement.json()));
    note().ifPresent(note -> root.put("note", note));
    return root;
  }
}
