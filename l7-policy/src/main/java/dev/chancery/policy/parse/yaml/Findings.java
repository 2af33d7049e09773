package dev.chancery.policy.parse.yaml;

import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import java.util.ArrayList;
import java.util.List;

/** The problems found so far in one document. At most {@link #MAX} are kept. */
public final class Findings {
  public static final int MAX = 200;

  private final List<Problem> problems = new ArrayList<>();

  public void error(Node at, String code, String message) {
    add(Problem.error(code, at.path(), at.location(), oneLine(message)));
  }

  public void error(Location at, String code, String message) {
    add(Problem.error(code, "", at, oneLine(message)));
  }

  public void error(Provenance at, String code, String message) {
    add(Problem.error(code, at.path(), at.location(), oneLine(message)));
  }

  /**
   * What the schema of the custom resource refuses, and Cilium's agent by itself would not.
   *
   * @param kind of constraint, as {@code pattern}: the code is {@code schema-pattern}
   */
  public void schemaError(Node at, String kind, String message) {
    error(at, "schema-" + kind, message);
  }

  public void warning(Node at, String code, String message) {
    add(Problem.warning(code, at.path(), at.location(), oneLine(message)));
  }

  /** A wrong kind of value. */
  public void wrongType(Node at, String expected) {
    error(at, "wrong-type", at.describe() + " (expected: " + expected + ")");
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }

  public List<Problem> all() {
    return List.copyOf(problems);
  }

  private void add(Problem problem) {
    if (problems.contains(problem)) {
      return;
    }
    if (problems.size() < MAX || (problem.isError() && !hasErrors())) {
      problems.add(problem);
    }
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 500 ? line : line.substring(0, 500) + "…";
  }
}
