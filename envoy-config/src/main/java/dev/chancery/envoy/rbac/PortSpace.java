package dev.chancery.envoy.rbac;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The TCP port numbers cut at every border that some range of a policy has, so that within one
 * piece every port is covered by the same entries.
 */
final class PortSpace {
  private static final int END = 65536;

  private PortSpace() {}

  /** Disjoint, ascending, together 0–65535. */
  static List<PortRange> pieces(Collection<PortRange> ranges) {
    var borders = new TreeSet<>(List.of(0, END));
    for (PortRange range : ranges) {
      if (range.protocol().covers(Protocol.TCP)) {
        borders.add(range.first());
        borders.add(range.last() + 1);
      }
    }
    var starts = List.copyOf(borders);
    return java.util.stream.IntStream.range(0, starts.size() - 1)
        .mapToObj(i -> new PortRange(Protocol.TCP, starts.get(i), starts.get(i + 1) - 1))
        .toList();
  }
}
