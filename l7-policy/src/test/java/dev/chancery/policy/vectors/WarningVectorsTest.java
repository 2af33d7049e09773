package dev.chancery.policy.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Problem;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.lint.Lint;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Warnings about whatever is valid come out with a known code, one line, and a path. */
class WarningVectorsTest {
  private final PolicyParser parser = new PolicyParser("default");

  @Test
  void everyValidPolicyCanBeLooked() {
    Map<String, Integer> counts = new TreeMap<>();
    int policies = 0;
    for (JsonNode row : Vectors.rows("policy-validation.jsonl")) {
      for (ParsedPolicy parsed :
          parser.parse(row.get("id").asText(), row.get("manifest").asText())) {
        if (parsed.policy().isPresent()) {
          policies++;
          List<Problem> warnings = new ArrayList<>(parsed.warnings());
          warnings.addAll(lint(List.of(parsed.policy().get())));
          check(warnings, counts);
        }
      }
    }
    System.out.println("warnings about " + policies + " accepted policies: " + counts);
    assertThat(policies).isPositive();
  }

  @Test
  void policiesThatStandTogetherCanBeLooked() {
    Map<String, Integer> counts = new TreeMap<>();
    int worlds = 0;
    for (JsonNode row : Vectors.rows("resolution.jsonl")) {
      List<Policy> policies = new ArrayList<>();
      for (JsonNode text : row.get("policies")) {
        parser
            .parse("policy.yaml", text.asText())
            .forEach(p -> p.policy().ifPresent(policies::add));
      }
      worlds++;
      check(lint(policies), counts);
    }
    System.out.println("warnings about " + worlds + " worlds: " + counts);
    assertThat(worlds).isPositive();
  }

  private static List<Problem> lint(List<Policy> policies) {
    World world = World.of(List.of(), policies);
    return Lint.warnings(world, Resolver.resolve(world, Numbering.empty())).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  private static void check(List<Problem> warnings, Map<String, Integer> counts) {
    for (Problem warning : warnings) {
      assertThat(WarningCode.of(warning.code())).as(warning.code()).isPresent();
      assertThat(warning.isError()).isFalse();
      assertThat(warning.path()).isNotEmpty();
      assertThat(warning.message()).doesNotContain("\n").isNotBlank();
      assertThat(warning.location().line()).isPositive();
      counts.merge(warning.code(), 1, Integer::sum);
    }
  }
}
