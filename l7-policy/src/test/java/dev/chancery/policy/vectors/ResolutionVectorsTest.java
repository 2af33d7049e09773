package dev.chancery.policy.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Problem;
import dev.chancery.policy.map.MapEntries;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.Conflict;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolutions;
import dev.chancery.testing.VectorFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers the questions of the recorded worlds as the reference does. */
class ResolutionVectorsTest {
  private final PolicyParser parser = new PolicyParser("default");
  private final Map<String, String> differences = Vectors.differences("resolution-differences.tsv");
  private final List<String> unexpected = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private final List<String> seenDifferences = new ArrayList<>();
  private int rows;
  private int refused;
  private int questions;
  private int requests;

  @Test
  void decidesAsTheReference() {
    List<JsonNode> all = Vectors.rows("resolution.jsonl");
    all.forEach(this::check);
    System.out.println(
        "resolution: "
            + rows
            + " worlds, "
            + questions
            + " questions, "
            + requests
            + " HTTP requests compared, "
            + seenDifferences.size()
            + " worlds listed as different, "
            + refused
            + " of them as refused");
    assertThat(unexpected).isEmpty();
    assertThat(rows).isPositive();
    assertThat(rows + refused).as("worlds asked or listed as refused").isEqualTo(all.size());
    assertThat(seenDifferences).as("rows that differ").containsExactlyElementsOf(listed);
    if (VectorFolder.find().isPresent()) {
      assertThat(listed).as("rows").containsExactlyInAnyOrderElementsOf(differences.keySet());
    }
  }

  private void check(JsonNode row) {
    String id = row.get("id").asText();
    if (differences.containsKey(id)) {
      listed.add(id);
    }
    List<Policy> policies = new ArrayList<>();
    List<Problem> errors = new ArrayList<>();
    for (JsonNode text : row.get("policies")) {
      for (ParsedPolicy parsed : parser.parse(id, text.asText())) {
        errors.addAll(parsed.errors());
        parsed.policy().ifPresent(policies::add);
      }
    }
    List<String> wrong = new ArrayList<>();
    errors.forEach(e -> wrong.add("refused: " + e));
    if (errors.isEmpty()) {
      rows++;
      wrong.addAll(answers(row, VectorWorld.of(row, policies)));
    } else if (differences.containsKey(id)) {
      refused++;
    }
    if (!wrong.isEmpty() && differences.containsKey(id)) {
      seenDifferences.add(id);
      wrong.stream().filter(w -> !isStricter(w)).forEach(w -> unexpected.add(id + " " + w));
    } else {
      wrong.forEach(w -> unexpected.add(id + " " + w));
    }
  }

  /** Refused, an entry that is not there, or a denial. */
  private static boolean isStricter(String wrong) {
    return wrong.startsWith("refused")
        || wrong.endsWith("too many []")
        || wrong.matches("(?s)(evaluator|map) \\w+( \\w+)?: denied of .*");
  }

  private List<String> answers(JsonNode row, VectorWorld world) {
    Resolutions.ByName resolved = Resolutions.byName(world.world(), world.identities().values());
    List<String> wrong = new ArrayList<>();
    for (var expected : row.get("expect").properties()) {
      compare(expected.getKey(), expected.getValue(), resolved, world)
          .ifPresent(w -> wrong.add(expected.getKey() + " " + w));
    }
    for (JsonNode question : row.path("questions")) {
      questions++;
      requests += question.path("http").size();
      wrong.addAll(new VectorQuestion(question, world, resolved.policies()).wrongAnswers());
    }
    return wrong;
  }

  /** One endpoint: its conflict, or what is enforced and every entry of its map. */
  private static Optional<String> compare(
      String endpoint, JsonNode expected, Resolutions.ByName resolved, VectorWorld world) {
    String conflict =
        Optional.ofNullable(resolved.conflicts().get(endpoint)).map(Conflict::message).orElse("");
    String error = expected.path("error").asText("");
    EndpointPolicy policy = resolved.policies().get(endpoint);
    if (!error.isEmpty() || policy == null) {
      return ownWords(conflict).equals(ownWords(error))
          ? Optional.empty()
          : Optional.of("conflict: \"" + conflict + "\", expected \"" + error + "\"");
    }
    for (Direction direction : Direction.values()) {
      boolean enforced = expected.get(direction.text() + "_enforced").asBoolean();
      if (policy.direction(direction).enforced() != enforced) {
        return Optional.of(direction + " enforced: " + !enforced);
      }
    }
    return VectorMap.difference(MapEntries.of(policy, world.world().options()), expected, world);
  }

  /** Without the selector as Go prints it, and what follows it. */
  private static String ownWords(String error) {
    return error.replaceFirst("for cached selector .*", "for cached selector");
  }
}
