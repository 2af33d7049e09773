package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A decision, and why it was not another one.
 *
 * @param nearest empty where the request is allowed; else the rules that came near, nearest first
 */
public record Explanation(Decision decision, List<NearMiss> nearest) {
  public Explanation {
    nearest = List.copyOf(nearest);
  }

  /** Lines for a terminal, each ended by a line feed. */
  public String text() {
    String verdict = decision.allowed() ? "allowed" : "denied";
    String at =
        decision.level() == Decision.Level.NONE
            ? "no policy in force"
            : "at " + decision.level().name().toUpperCase(Locale.ROOT);
    return verdict
        + ", "
        + at
        + (decision.redirected() ? ", through the proxy" : "")
        + "\n"
        + decision.decidedBy().stream()
            .map(p -> "  by " + at(p) + "\n")
            .collect(Collectors.joining())
        + nearest.stream()
            .map(n -> "  near " + at(n.rule()) + "\n    " + printable(n.text()) + "\n")
            .collect(Collectors.joining());
  }

  private static String at(Provenance rule) {
    String location = rule.location().toString();
    return rule.id() + (location.isEmpty() ? "" : "  " + location);
  }

  /** What a client sent must not steer the terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "?");
  }
}
