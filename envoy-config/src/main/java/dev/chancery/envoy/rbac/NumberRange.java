package dev.chancery.envoy.rbac;

import java.util.ArrayList;
import java.util.List;

/** A regular expression for the decimal numbers of a range: the matcher has no comparison. */
final class NumberRange {
  private NumberRange() {}

  /** Matches exactly the numbers {@code first}–{@code last}, written without leading zeros. */
  static String regex(int first, int last) {
    List<String> alternatives = new ArrayList<>();
    int from = first;
    while (from <= last) {
      int step = 1;
      // The largest block 10^n that starts here, stays within the range and keeps the digit count.
      while (from % (step * 10) == 0 && from != 0 && from + step * 10 - 1 <= last) {
        step *= 10;
      }
      int digit = from / step % 10;
      int blocks = Math.min(9 - digit, (last - from + 1) / step - 1);
      if (from == 0) {
        blocks = Math.min(blocks, 9);
      }
      alternatives.add(block(from / step, digit, digit + blocks, step));
      from += (blocks + 1) * step;
    }
    return String.join("|", alternatives);
  }

  private static String block(int prefix, int low, int high, int step) {
    String head = prefix >= 10 ? String.valueOf(prefix / 10) : "";
    String digit = low == high ? String.valueOf(low) : "[" + low + "-" + high + "]";
    String tail = "[0-9]".repeat(String.valueOf(step).length() - 1);
    return head + digit + tail;
  }
}
