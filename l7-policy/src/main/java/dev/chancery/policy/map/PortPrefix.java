package dev.chancery.policy.map;

import dev.chancery.policy.PortRange;
import java.util.ArrayList;
import java.util.List;

/**
 * An aligned block of 2^(16 − bits) ports.
 *
 * @param port the lowest of the block
 * @param bits leading bits that are fixed: 16 for one port, 0 for all
 */
record PortPrefix(int port, int bits) {
  private static final int WIDTH = 16;

  /** The fewest blocks that make up a range, lowest first; at most 30. */
  static List<PortPrefix> of(PortRange range) {
    List<PortPrefix> prefixes = new ArrayList<>();
    int first = range.first();
    while (first <= range.last()) {
      int free = Math.min(WIDTH, Integer.numberOfTrailingZeros(first | 1 << WIDTH));
      while (first + (1 << free) - 1 > range.last()) {
        free--;
      }
      prefixes.add(new PortPrefix(first, WIDTH - free));
      first += 1 << free;
    }
    return prefixes;
  }

  /** The block of fewer fixed bits that this one lies in. */
  PortPrefix within(int fewerBits) {
    return new PortPrefix(port & -1 << (WIDTH - fewerBits), fewerBits);
  }
}
