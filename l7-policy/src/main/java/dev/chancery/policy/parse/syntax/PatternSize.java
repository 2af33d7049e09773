package dev.chancery.policy.parse.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a regular expression is once its counted repetitions are written out. RE2 refuses
 * repetitions whose counts multiply to more than a thousand; re2j does not, and would fill the
 * memory.
 *
 * <p>The scan knows just enough of the syntax: groups, classes, escapes and counts. What is no
 * valid pattern gets some size or other.
 */
public final class PatternSize {
  public static final int MAX_REPEAT = 1000;
  public static final int MAX_SIZE = 10_000;
  public static final int MAX_DEPTH = 500;

  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?\\}");
  private static final Pattern CLASS =
      Pattern.compile("\\[\\^?\\]?(\\\\.|\\[:\\^?\\w+:\\]|[^\\]\\\\])*\\]?");
  private static final Pattern QUOTE = Pattern.compile("(?s)\\\\Q(.*?)(\\\\E|$)");

  /** Of one atom or one group. */
  private record Extent(long size, long repeat) {
    Extent plus(Extent other) {
      return new Extent(size + other.size, Math.max(repeat, other.repeat));
    }

    Extent times(long count) {
      return new Extent(size * Math.max(1, count), repeat * Math.max(1, count));
    }
  }

  private static final Extent NOTHING = new Extent(0, 1);
  private static final Extent ONE = new Extent(1, 1);

  private final String text;
  private final Deque<Extent> open = new ArrayDeque<>();
  private Extent group = NOTHING;
  private Extent atom = NOTHING;
  private int at;

  private PatternSize(String text) {
    this.text = text;
  }

  /** Whether a pattern is beyond the limits. */
  public static boolean isTooLarge(String text) {
    return new PatternSize(text).exceeds();
  }

  private boolean exceeds() {
    while (at < text.length()) {
      step();
      Extent all = group.plus(atom);
      if (all.size > MAX_SIZE || all.repeat > MAX_REPEAT || open.size() > MAX_DEPTH) {
        return true;
      }
    }
    return false;
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\\' && skip(QUOTE)) {
      next(new Extent(Math.max(1, text.length()), 1));
    } else if (c == '\\') {
      next(ONE);
      at += 2;
    } else if (c == '[' && skip(CLASS)) {
      next(ONE);
    } else if (c == '(') {
      next(NOTHING);
      open.push(group);
      group = NOTHING;
      at++;
    } else if (c == ')' && !open.isEmpty()) {
      Extent inside = group.plus(atom);
      group = open.pop();
      atom = inside.plus(ONE);
      at++;
    } else if (c != '{' || !repeat()) {
      next(ONE);
      at++;
    }
  }

  private void next(Extent extent) {
    group = group.plus(atom);
    atom = extent;
  }

  private boolean skip(Pattern pattern) {
    Matcher m = pattern.matcher(text).region(at, text.length());
    if (m.lookingAt()) {
      at = m.end();
      return true;
    }
    return false;
  }

  private boolean repeat() {
    Matcher m = COUNT.matcher(text).region(at, text.length());
    if (!m.lookingAt()) {
      return false;
    }
    long low = Long.parseLong(m.group(1));
    String high = m.group(3);
    atom = atom.times(high == null || high.isEmpty() ? low : Math.max(low, Long.parseLong(high)));
    at = m.end();
    return true;
  }
}
