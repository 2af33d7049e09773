package dev.chancery.flows.golang;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds what an expression compiles to, before it is compiled: nested counted repeats multiply,
 * and re2j would unroll them without a limit. As in Go, nested counts may multiply to 1000 and
 * groups may nest 1000 deep; the whole may be {@value #MAX_SIZE} characters after unrolling, which
 * is less than Go allows.
 */
final class RegexpSize {
  private static final int MAX_COUNT = 1000;
  private static final int MAX_DEPTH = 1000;
  private static final long MAX_SIZE = 100_000;
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:(,)(\\d{0,9}))?\\}");

  /** What stands between two parentheses: its size so far, and the largest product of counts. */
  private static final class Group {
    private long size;
    private long counts = 1;
    private long lastSize;
    private long lastCounts = 1;

    /** Ends the previous part and starts one of this size. */
    private void add(long partSize, long partCounts) {
      endPart();
      lastSize = partSize;
      lastCounts = partCounts;
    }

    private void endPart() {
      size = Math.min(Integer.MAX_VALUE, size + lastSize);
      counts = Math.max(counts, lastCounts);
      lastSize = 0;
      lastCounts = 1;
    }
  }

  private final String pattern;
  private final Deque<Group> groups = new ArrayDeque<>();
  private int position;

  private RegexpSize(String pattern) {
    this.pattern = pattern;
    groups.push(new Group());
  }

  static void check(String pattern) throws GoSyntaxException {
    var size = new RegexpSize(pattern);
    while (size.position < pattern.length()) {
      size.step();
    }
    while (size.groups.size() > 1) {
      size.close();
    }
    Group whole = size.groups.element();
    whole.endPart();
    if (whole.size > MAX_SIZE) {
      throw GoRegexp.refuse("expression too large", pattern);
    }
  }

  private void step() throws GoSyntaxException {
    switch (pattern.charAt(position)) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> {
        if (groups.size() > MAX_DEPTH) {
          throw GoRegexp.refuse("expression nests too deeply", pattern);
        }
        groups.push(new Group());
        position++;
      }
      case ')' -> {
        if (groups.size() > 1) {
          close();
        }
        position++;
      }
      case '{' -> count();
      default -> literal(1);
    }
  }

  private void literal(int length) {
    groups.element().add(1, 1);
    position += length;
  }

  private void close() {
    Group inner = groups.pop();
    inner.endPart();
    groups.element().add(inner.size + 2, inner.counts);
  }

  private void escape() {
    if (!pattern.startsWith("\\Q", position)) {
      boolean braced =
          pattern.startsWith("{", position + 2) && "xpP".indexOf(pattern.charAt(position + 1)) >= 0;
      int close = braced ? pattern.indexOf('}', position) : -1;
      literal(close < 0 ? 2 : close + 1 - position);
      return;
    }
    int end = pattern.indexOf("\\E", position);
    int stop = end < 0 ? pattern.length() : end;
    groups.element().add(stop - position, 1);
    position = end < 0 ? stop : end + 2;
  }

  private void characterClass() {
    int end = position + 1;
    if (pattern.startsWith("^", end)) {
      end++;
    }
    if (pattern.startsWith("]", end)) {
      end++;
    }
    while (end < pattern.length() && pattern.charAt(end) != ']') {
      int named = pattern.startsWith("[:", end) ? pattern.indexOf(":]", end) : -1;
      end = named >= 0 ? named + 2 : end + (pattern.charAt(end) == '\\' ? 2 : 1);
    }
    literal(Math.min(end + 1, pattern.length()) - position);
  }

  private void count() throws GoSyntaxException {
    Matcher count = COUNT.matcher(pattern).region(position, pattern.length());
    if (!count.lookingAt()) {
      literal(1);
      return;
    }
    String most = count.group(3);
    long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
    Group group = groups.element();
    if (times >= 2 && times * group.lastCounts > MAX_COUNT) {
      throw GoRegexp.refuse("invalid repeat count", count.group());
    }
    group.lastCounts = Math.max(1, times * group.lastCounts);
    group.lastSize = Math.min(Integer.MAX_VALUE, Math.max(1, times) * group.lastSize);
    position = count.end();
  }
}
