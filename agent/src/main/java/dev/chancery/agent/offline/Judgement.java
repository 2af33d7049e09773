package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Explanation;
import dev.chancery.policy.evaluate.NearMiss;
import dev.chancery.policy.resolve.Conflict;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one end's policy says of a question.
 *
 * @param conflict why that policy could not be computed, so that it denies everything
 * @param suggestion what would allow it, found when somebody looks at it; empty where nobody will
 */
record Judgement(
    String end,
    Explanation explanation,
    Optional<Conflict> conflict,
    Optional<Supplier<Optional<Suggestion>>> suggestion) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The same, for many at once: to find a suggestion takes a resolution of all policies. */
  Judgement withoutSuggestion() {
    return new Judgement(end, explanation, conflict, Optional.empty());
  }

  boolean allowed() {
    return explanation.decision().allowed();
  }

  String text() {
    var text = new StringBuilder(end + ": " + explanation.text());
    conflict.ifPresent(c -> text.append("  its policies conflict: " + c.message() + "\n"));
    if (!allowed() && suggestion.isPresent()) {
      text.append(remedy(suggestion.get().get()));
    }
    return text.toString();
  }

  private String remedy(Optional<Suggestion> found) {
    if (!explanation.decision().decidedBy().isEmpty()) {
      Provenance deny = explanation.decision().decidedBy().get(0);
      return "  no rule can allow it while " + deny.id() + " denies it\n";
    }
    return found.map(Suggestion::text).orElse("  no single rule would allow it\n");
  }

  ObjectNode json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("allowed", allowed());
    node.put("level", explanation.decision().level().name());
    ObjectNode layers = node.putObject("layers");
    explanation.layers().forEach((level, yes) -> layers.put(level.name(), yes));
    node.put("redirected", explanation.decision().redirected());
    ArrayNode by = node.putArray("decidedBy");
    explanation.decision().decidedBy().forEach(p -> by.add(json(p)));
    ArrayNode near = node.putArray("nearest");
    explanation.nearest().forEach(miss -> near.add(json(miss)));
    conflict.ifPresent(c -> node.put("conflict", c.message()));
    if (!allowed() && explanation.decision().decidedBy().isEmpty()) {
      suggestion.flatMap(Supplier::get).ifPresent(s -> node.set("suggestion", s.json(JSON)));
    }
    return node;
  }

  private static ObjectNode json(NearMiss miss) {
    ObjectNode node = json(miss.rule());
    node.put("passed", miss.passed());
    node.put("predicate", miss.predicate());
    node.put("expected", miss.expected());
    miss.actual().ifPresent(actual -> node.put("actual", actual));
    node.put("text", miss.text());
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
