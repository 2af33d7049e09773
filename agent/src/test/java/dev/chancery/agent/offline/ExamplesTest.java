package dev.chancery.agent.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.LintedObjects;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.policy.Problem;
import dev.chancery.policy.WarningCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");

  /** Each file for itself: the files of a folder may be alternatives. */
  @Test
  void warningsOfTheExamplesAreKnownOnes() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    int files = 0;
    for (Path file : manifests()) {
      files++;
      for (Problem problem : problems(file)) {
        counts.merge(problem.code(), 1, Integer::sum);
        assertThat(problem.isError() || WarningCode.of(problem.code()).isPresent())
            .as(file + ": " + problem)
            .isTrue();
      }
    }
    System.out.println("problems in " + files + " files of examples: " + counts);
    assertThat(files).isPositive();
  }

  @Test
  void theTutorialsPoliciesAreNotWarnedOf() throws IOException {
    for (String name : List.of("rule1-l3-l4.yaml", "rule1-l7.yaml")) {
      assertThat(problems(EXAMPLES.resolve("star-wars").resolve(name))).as(name).isEmpty();
    }
  }

  private static List<Path> manifests() throws IOException {
    try (Stream<Path> all = Files.walk(EXAMPLES)) {
      return all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static List<Problem> problems(Path file) throws IOException {
    NodeState state =
        NodeState.empty(Settings.DEFAULTS).next(ManifestArguments.read(List.of(file)));
    return new Validation(LintedObjects.on(state.view()), Set.of())
        .shown().stream().map(Validation.Shown::problem).toList();
  }
}
