package dev.chancery.policy.evaluate;

import dev.chancery.policy.PrintableText;
import dev.chancery.policy.Provenance;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A decision, and why it was not another one.
 *
 * @param nearest empty where the request is allowed; else the rules that came near, nearest first
 */
public record Explanation(Decision decision, List<NearMiss> nearest) {
  private static final int MAX_OTHER_PEERS = 5;

  public Explanation {
    nearest = List.copyOf(nearest);
  }

  /** Which layers said yes, lowest first, and the one that said no; empty where none was asked. */
  public Map<Decision.Level, Boolean> layers() {
    Map<Decision.Level, Boolean> layers = new EnumMap<>(Decision.Level.class);
    for (Decision.Level level : Decision.Level.values()) {
      if (level != Decision.Level.NONE && level.compareTo(decision.level()) <= 0) {
        layers.put(level, decision.allowed() || level != decision.level());
      }
    }
    return layers;
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
        + near();
  }

  /** All that came near; of the rules that speak of other peers the first few. */
  private String near() {
    List<NearMiss> others =
        nearest.stream().filter(n -> n.passed() == 0).skip(MAX_OTHER_PEERS).toList();
    String more = others.isEmpty() ? "" : "  and " + others.size() + " more rules of other peers\n";
    return nearest.stream()
            .filter(n -> !others.contains(n))
            .map(n -> "  near " + at(n.rule()) + "\n    " + PrintableText.of(n.text()) + "\n")
            .collect(Collectors.joining())
        + more;
  }

  private static String at(Provenance rule) {
    String location = rule.location().toString();
    return rule.id() + (location.isEmpty() ? "" : "  " + location);
  }
}
