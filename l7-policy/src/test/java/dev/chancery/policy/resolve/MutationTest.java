package dev.chancery.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one wrong edit of a valid policy does: nothing, or less than before, or a refusal. Another
 * label is another selector, and not wrong.
 */
class MutationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Predicate<Mutant> NONE = m -> false;
  private static final List<String> WRONG =
      List.of(
          "null",
          "17",
          "-1",
          "1.5",
          "true",
          "\"\\u0000\"",
          "\"(\"",
          "[17]",
          "[null]",
          "{\"a\":1}",
          "[[]]");

  /** No example drops out of sight. */
  @Test
  void examplesAreAmongThePolicies() {
    assertThat(MutationWorld.all()).hasSizeGreaterThan(60);
  }

  static List<MutationWorld> corpus() {
    return MutationWorld.corpus();
  }

  static List<MutationWorld> corpusAndExamples() {
    return MutationWorld.all();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void fieldOfAWrongTypeNeverWidens(MutationWorld world) throws Exception {
    for (String value : WRONG) {
      JsonNode wrong = JSON.readTree(value);
      mutate(world, value, NONE, (parent, key) -> Mutant.set(parent, key, wrong));
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void misspeltFieldNeverWidens(MutationWorld world) {
    mutate(
        world,
        "misspelt",
        NONE,
        (parent, key) -> {
          if (parent instanceof ObjectNode object) {
            object.set(key + "x", object.remove(key));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void itemGivenTwiceNeverWidens(MutationWorld world) {
    mutate(
        world,
        "twice",
        NONE,
        (parent, key) -> {
          if (parent instanceof ArrayNode array) {
            array.add(array.get(Integer.parseInt(key)).deepCopy());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("corpusAndExamples")
  void removedFieldWidensOnlyWhereItNarrowed(MutationWorld world) {
    mutate(world, "removed", MayWiden::removed, Mutant::remove);
  }

  @ParameterizedTest
  @MethodSource("corpusAndExamples")
  void emptiedFieldWidensOnlyWhereItsMeaningDoes(MutationWorld world) throws Exception {
    for (String value : List.of("[]", "{}", "\"\"", "[{}]", "\"*\"")) {
      JsonNode empty = JSON.readTree(value);
      mutate(world, value, MayWiden::emptied, (parent, key) -> Mutant.set(parent, key, empty));
    }
  }

  private static void mutate(
      MutationWorld world, String value, Predicate<Mutant> mayWiden, Mutant.Edit edit) {
    List<Boolean> before = world.verdicts(world.text()).orElseThrow();
    List<Mutant> mutants = Mutant.all(world.tree(), value, edit);
    for (Mutant mutant : mutants) {
      Optional<List<Boolean>> after = world.verdicts(mutant.tree().toString());
      if (after.isPresent() && !mutant.path().contains("matchLabels") && !mayWiden.test(mutant)) {
        assertThat(isWider(after.get(), before))
            .as("%s %s %s: wider", world, mutant.path(), mutant.value())
            .isFalse();
      }
    }
    assertThat(mutants).hasSizeGreaterThan(10);
  }

  private static boolean isWider(List<Boolean> after, List<Boolean> before) {
    for (int i = 0; i < before.size(); i++) {
      if (after.get(i) && !before.get(i)) {
        return true;
      }
    }
    return false;
  }
}
