package dev.chancery.flows.decode;

import java.util.Locale;
import java.util.Map;

/** Text as a string literal of Go. */
final class GoString {
  private static final Map<Integer, String> NAMED =
      Map.of(
          0x07, "\\a", 0x08, "\\b", 0x09, "\\t", 0x0a, "\\n", 0x0b, "\\v", 0x0c, "\\f", 0x0d, "\\r",
          0x22, "\\\"", 0x5c, "\\\\");

  private GoString() {}

  static String quote(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(c -> out.append(escape(c)));
    return out.append('"').toString();
  }

  /** Without quotes, and with nothing escaped but what would break a line or is not shown. */
  static String oneLine(String text) {
    var out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(isPrintable(c) ? Character.toString(c) : escape(c)));
    return out.toString();
  }

  private static String escape(int c) {
    String named = NAMED.get(c);
    if (named != null) {
      return named;
    }
    if (isPrintable(c)) {
      return Character.toString(c);
    }
    if (c < ' ' || c == 0x7f) {
      return String.format(Locale.ROOT, "\\x%02x", c);
    }
    return String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
  }

  /** Letters, marks, numbers, punctuation, symbols, and the space of ASCII. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> c == ' ';
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
