package dev.chancery.envoy.npds;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import java.util.Comparator;
import java.util.Optional;

/**
 * Ports of TCP as the messages say them.
 *
 * @param first 0 for every port
 * @param end last of a range; 0 for one port and for every port
 */
record Ports(int first, int end) implements Comparable<Ports> {
  static final Ports ALL = new Ports(0, 0);

  /**
   * Empty for other protocols, and for a range that begins at port 0 and ends before the last,
   * which the messages cannot say.
   */
  static Optional<Ports> of(PortRange range) {
    if (!range.protocol().covers(Protocol.TCP)) {
      return Optional.empty();
    }
    if (range.isAllPorts()) {
      return Optional.of(ALL);
    }
    return Optional.of(range)
        .filter(r -> r.first() > 0)
        .map(r -> new Ports(r.first(), r.last() > r.first() ? r.last() : 0));
  }

  /** Whether all of these are in a range. */
  boolean isIn(PortRange range) {
    return range.protocol().covers(Protocol.TCP)
        && (range.isAllPorts()
            || (first > 0 && range.first() <= first && Math.max(first, end) <= range.last()));
  }

  /** Those of them that are in a range too; the messages cannot say port 0 alone. */
  Optional<Ports> within(PortRange range) {
    int from = Math.max(Math.max(first, range.first()), 1);
    int to = Math.min(equals(ALL) ? range.last() : Math.max(first, end), range.last());
    return range.protocol().covers(Protocol.TCP) && from <= to
        ? of(new PortRange(Protocol.TCP, from, to))
        : Optional.empty();
  }

  /** Whether a port is in both; every port is a list of its own, and meets itself alone. */
  boolean meets(Ports other) {
    return equals(other)
        || (first > 0
            && other.first > 0
            && first <= Math.max(other.first, other.end)
            && other.first <= Math.max(first, end));
  }

  /** As {@link #meets}; every port shares ports with all others. */
  boolean sharesPortsWith(Ports other) {
    return equals(ALL) || other.equals(ALL) || meets(other);
  }

  @Override
  public int compareTo(Ports o) {
    return Comparator.comparingInt(Ports::first).thenComparingInt(Ports::end).compare(this, o);
  }
}
