package dev.chancery.agent.offline.matrix;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What one party can do to another.
 *
 * @param openings by protocol and port; empty where nothing passes
 */
public record Cell(Party from, Party to, List<Opening> openings) {
  /** In one word. */
  public enum Kind {
    ALLOWED,
    FILTERED,
    DENIED;

    /** Lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Cell {
    openings = List.copyOf(openings);
  }

  /** Filtered where requests are judged on some port. */
  public Kind kind() {
    if (openings.isEmpty()) {
      return Kind.DENIED;
    }
    return openings.stream().anyMatch(Opening::isFiltered) ? Kind.FILTERED : Kind.ALLOWED;
  }

  /** {@code 8080/TCP, 53/UDP}. */
  public String ports() {
    return openings.stream().map(o -> o.ports().toString()).collect(Collectors.joining(", "));
  }
}
