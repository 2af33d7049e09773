package dev.chancery.agent.offline.cases;

import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of one file of cases.
 *
 * @param mistakes in the file itself; with any, nothing was run
 * @param refused what is wrong with the manifests; with any, nothing was run
 * @param results of each case, in order
 */
public record FileRun(
    CaseFile file, List<Problem> mistakes, List<Problem> refused, List<CaseResult> results) {
  public FileRun {
    mistakes = List.copyOf(mistakes);
    refused = List.copyOf(refused);
    results = List.copyOf(results);
  }

  /**
   * Runs the cases against the manifests that the file names, and these. A path that cannot be read
   * is a mistake in the file.
   */
  public static FileRun of(CaseFile file, List<Path> manifests, Settings settings) {
    if (!file.problems().isEmpty()) {
      return new FileRun(file, file.problems(), List.of(), List.of());
    }
    List<Path> paths = new ArrayList<>(file.manifestPaths());
    paths.addAll(manifests);
    NodeView view;
    try {
      view = NodeState.of(ManifestArguments.read(paths), settings);
    } catch (IOException e) {
      var at = new Location(file.file(), 1);
      return new FileRun(
          file,
          List.of(Problem.error("unreadable", "manifests", at, String.valueOf(e.getMessage()))),
          List.of(),
          List.of());
    }
    List<Problem> refused =
        Stream.concat(
                view.problems().stream(),
                view.statuses().stream().flatMap(s -> s.problems().stream()))
            .filter(Problem::isError)
            .toList();
    List<Problem> mistakes =
        refused.isEmpty() ? CaseRunner.problems(view, file) : List.<Problem>of();
    boolean runs = refused.isEmpty() && mistakes.isEmpty();
    return new FileRun(file, mistakes, refused, runs ? CaseRunner.run(view, file) : List.of());
  }

  public List<CaseResult> failures() {
    return results.stream().filter(r -> !r.passed()).toList();
  }
}
