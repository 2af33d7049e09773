package dev.chancery.agent.offline.cases;

import dev.chancery.policy.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of cases, as far as it could be read.
 *
 * @param file as the user names it
 * @param manifests as written, relative to the file
 * @param problems all of them errors: with any, the cases are not to be run
 */
public record CaseFile(
    String file, List<String> manifests, List<Case> cases, List<Problem> problems) {
  public CaseFile {
    manifests = List.copyOf(manifests);
    cases = List.copyOf(cases);
    problems = List.copyOf(problems);
  }

  /** The manifests as paths: beside this file, unless they are absolute. */
  public List<Path> manifestPaths() {
    return manifests.stream().map(m -> Path.of(file).resolveSibling(m)).toList();
  }
}
