package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.PrintableText;
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

/**
 * The verdict of a {@link Question}, and why: the sender's egress policy first, then the receiver's
 * ingress policy, each where that end is an endpoint of this node.
 */
public final class Answer {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<Direction> ORDER = List.of(Direction.EGRESS, Direction.INGRESS);

  private final Question question;

  /** Empty where none was asked about, or policy is asked with the path as it stands. */
  private final Optional<ForwardedPath> path;

  private final Map<Direction, Judgement> judgements = new EnumMap<>(Direction.class);

  private Answer(Question question, Optional<ForwardedPath> path) {
    this.question = question;
    this.path = path;
  }

  /**
   * Asks the policies of both ends about what a client sends: the path is judged in the form in
   * which Envoy forwards it.
   *
   * @throws IllegalArgumentException with a message for the user if an end is nobody
   */
  public static Answer of(NodeView view, Question question) {
    return of(view, question, question.http().map(h -> ForwardedPath.of(h.path())));
  }

  /** As {@link #of(NodeView, Question)}, of a request that Envoy has forwarded already. */
  public static Answer ofForwarded(NodeView view, Question question) {
    return of(view, question, Optional.empty());
  }

  private static Answer of(NodeView view, Question question, Optional<ForwardedPath> path) {
    NodeView known = LearntNames.learn(view, List.of(question));
    End from = End.find(known, question.from());
    End to = End.find(known, question.to());
    Answer answer = new Answer(question, path);
    if (answer.unasked().isEmpty()) {
      answer.judge(known, Direction.EGRESS, from, to);
      answer.judge(known, Direction.INGRESS, to, from);
    }
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
    Question judged = judged();
    Request request = request(judged, peer);
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
                        new SmallestRule(view, direction, subject, peer).find(judged, request)))));
  }

  private Question judged() {
    return path.filter(p -> p instanceof ForwardedPath.As)
        .map(p -> question.withPath(((ForwardedPath.As) p).path()))
        .orElse(question);
  }

  private static Request request(Question question, End peer) {
    return new Request(
        peer.identity(),
        question.protocol(),
        question.port(),
        question.http(),
        question.queriedName());
  }

  /** The same answer that suggests no rules: cheap enough for thousands. */
  public Answer withoutSuggestions() {
    var answer = new Answer(question, path);
    judgements.forEach((direction, j) -> answer.judgements.put(direction, j.withoutSuggestion()));
    return answer;
  }

  /** Why no policy was asked: what Envoy does with such a request by itself. */
  public Optional<String> unasked() {
    return path.filter(p -> !(p instanceof ForwardedPath.As)).map(p -> PrintableText.of(p.text()));
  }

  public boolean allowed() {
    return unasked().isEmpty() && judgements.values().stream().allMatch(Judgement::allowed);
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
    text.append("  ").append(PrintableText.of(question.text())).append('\n');
    note().ifPresent(note -> text.append("note: " + note + "\n"));
    ORDER.stream()
        .flatMap(d -> Optional.ofNullable(judgements.get(d)).stream())
        .forEach(judgement -> text.append(judgement.text()));
    if (judgements.isEmpty() && unasked().isEmpty()) {
      text.append("neither end is an endpoint of this node, so no policy applies\n");
    }
    return text.toString();
  }

  /** What Envoy does with the path, where that is anything. */
  private Optional<String> note() {
    return path.filter(p -> unasked().isPresent() || !judged().equals(question))
        .map(p -> PrintableText.of(p.text()));
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
