package dev.chancery.flows.golang;

/** Go string literals, as {@code %q} prints them. */
public final class GoQuote {
  private GoQuote() {}

  /** The text in double quotes; what Go does not call printable is escaped. */
  public static String quote(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(rune -> append(out, rune, '"'));
    return out.append('"').toString();
  }

  /** One character in single quotes. */
  public static String quote(int rune) {
    var out = new StringBuilder("'");
    append(out, rune, '\'');
    return out.append('\'').toString();
  }

  private static void append(StringBuilder out, int rune, char quote) {
    switch (rune) {
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      case '\\' -> out.append("\\\\");
      default -> {
        if (rune == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(rune)) {
          out.appendCodePoint(rune);
        } else {
          appendEscaped(out, rune);
        }
      }
    }
  }

  private static void appendEscaped(StringBuilder out, int rune) {
    if (Character.getType(rune) == Character.SURROGATE) {
      out.append("\\ufffd");
    } else if (rune < ' ' || rune == 0x7f) {
      out.append(String.format("\\x%02x", rune));
    } else if (rune > 0xffff) {
      out.append(String.format("\\U%08x", rune));
    } else {
      out.append(String.format("\\u%04x", rune));
    }
  }

  /** Letters, marks, numbers, punctuation, symbols, and the plain space. */
  private static boolean isPrintable(int rune) {
    return switch (Character.getType(rune)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> rune == ' ';
      default -> true;
    };
  }
}
