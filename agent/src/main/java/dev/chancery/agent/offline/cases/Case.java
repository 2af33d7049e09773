package dev.chancery.agent.offline.cases;

import dev.chancery.agent.offline.Question;
import dev.chancery.policy.Location;
import java.util.Optional;

/**
 * One expectation.
 *
 * @param name as written, else the question in words
 * @param location where the case starts
 * @param path such as {@code cases[3]}
 * @param expect whether the request shall pass
 * @param by policy, or {@code policy:path} where the path may be the beginning of one, of a rule
 *     that decides; empty where any may
 */
public record Case(
    String name,
    Location location,
    String path,
    Question question,
    Expectation expect,
    Optional<String> by) {
  /** What shall come of a request. */
  public enum Expectation {
    ALLOW,
    DENY;

    static Expectation of(boolean allowed) {
      return allowed ? ALLOW : DENY;
    }

    /** As written in case files. */
    public String text() {
      return this == ALLOW ? "allow" : "deny";
    }
  }
}
