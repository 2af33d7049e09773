package dev.chancery.policy.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.model.Features;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolutions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Answers the questions of the recorded worlds as the reference does. */
class ResolutionVectorsTest {
  private final PolicyParser parser = new PolicyParser("default");
  private final Map<String, String> differences = Vectors.differences("resolution-differences.tsv");
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private final List<String> unexpected = new ArrayList<>();
  private final List<String> seenDifferences = new ArrayList<>();
  private int rows;
  private int questions;
  private int requests;

  @Test
  void decidesAsTheReference() {
    Vectors.rows("resolution.jsonl").forEach(this::check);
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
            + leftOut.values().stream().mapToInt(i -> i).sum()
            + " worlds left out: "
            + leftOut);
    assertThat(unexpected).isEmpty();
    assertThat(rows).isPositive();
  }

  private void check(JsonNode row) {
    String id = row.get("id").asText();
    List<Policy> policies = new ArrayList<>();
    List<Problem> errors = new ArrayList<>();
    for (JsonNode text : row.get("policies")) {
      for (ParsedPolicy parsed : parser.parse(id, text.asText())) {
        errors.addAll(parsed.errors());
        parsed.policy().ifPresent(policies::add);
        parsed.policy().map(Features::of).orElse(List.of()).stream()
            .map(use -> use.feature().name())
            .forEach(f -> errors.add(Problem.error("not-resolved", "", Location.UNKNOWN, f)));
      }
    }
    Optional<Problem> later =
        errors.stream().filter(p -> p.code().equals("not-resolved")).findFirst();
    if (later.isPresent()) {
      leftOut.merge(later.get().message(), 1, Integer::sum);
      return;
    }
    List<String> wrong = new ArrayList<>();
    errors.forEach(e -> wrong.add("refused: " + e));
    if (errors.isEmpty()) {
      rows++;
      wrong.addAll(answers(row, VectorWorld.of(row, policies)));
    }
    if (!wrong.isEmpty() && differences.containsKey(id)) {
      seenDifferences.add(id);
    } else {
      wrong.forEach(w -> unexpected.add(id + " " + w));
    }
  }

  private List<String> answers(JsonNode row, VectorWorld world) {
    Resolutions.ByName resolved = Resolutions.byName(world.world(), world.identities().values());
    Map<String, EndpointPolicy> byName = resolved.policies();
    List<String> wrong = new ArrayList<>();
    row.get("expect")
        .properties()
        .forEach(
            e -> {
              if (e.getValue().has("error")) {
                wrong.add("fails in the reference: " + e.getValue().get("error").asText());
              }
            });
    for (JsonNode question : row.path("questions")) {
      questions++;
      check(question, Direction.EGRESS, "from", "to", byName, world, wrong);
      check(question, Direction.INGRESS, "to", "from", byName, world, wrong);
      checkHttp(question, byName, world, wrong);
    }
    return wrong;
  }

  private static void check(
      JsonNode question,
      Direction direction,
      String self,
      String other,
      Map<String, EndpointPolicy> byName,
      VectorWorld world,
      List<String> wrong) {
    if (!question.has(direction.text())) {
      return;
    }
    Decision decision = decide(question, direction, self, other, byName, world, Optional.empty());
    String answer =
        !decision.allowed() ? "denied" : decision.redirected() ? "redirected" : "allowed";
    if (!answer.equals(question.get(direction.text()).asText())) {
      wrong.add(direction.text() + " " + answer + " " + question);
    }
  }

  private static Decision decide(
      JsonNode question,
      Direction direction,
      String self,
      String other,
      Map<String, EndpointPolicy> byName,
      VectorWorld world,
      Optional<Request.Http> http) {
    EndpointPolicy policy = byName.get(question.get(self).asText());
    int peer = world.identities().get(question.get(other + "_peer").asText()).number();
    return Evaluator.decide(
        policy.direction(direction),
        new Request(
            peer,
            Protocol.valueOf(question.get("proto").asText()),
            question.get("port").asInt(),
            http));
  }

  private void checkHttp(
      JsonNode question,
      Map<String, EndpointPolicy> byName,
      VectorWorld world,
      List<String> wrong) {
    for (JsonNode node : question.path("http")) {
      requests++;
      Map<String, List<String>> headers = new HashMap<>();
      node.path("headers")
          .properties()
          .forEach(
              e -> {
                List<String> values = new ArrayList<>();
                if (e.getValue().isArray()) {
                  e.getValue().forEach(v -> values.add(v.asText()));
                } else {
                  values.add(e.getValue().asText());
                }
                headers.put(e.getKey().toLowerCase(Locale.ROOT), values);
              });
      var http =
          Optional.of(
              new Request.Http(
                  node.get("method").asText(),
                  node.get("path").asText(),
                  node.get("host").asText(),
                  headers));
      boolean allowed =
          (!question.has("egress")
                  || decide(question, Direction.EGRESS, "from", "to", byName, world, http)
                      .allowed())
              && (!question.has("ingress")
                  || decide(question, Direction.INGRESS, "to", "from", byName, world, http)
                      .allowed());
      if (allowed != node.get("allowed").asBoolean()) {
        wrong.add("http " + (allowed ? "allowed " : "denied ") + node + " of " + question);
      }
    }
  }
}
