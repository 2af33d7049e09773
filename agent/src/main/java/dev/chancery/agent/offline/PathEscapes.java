package dev.chancery.agent.offline;

import com.google.common.base.CharMatcher;
import java.util.Locale;

/** Percent-encoding in the canonical form of a path, as Envoy has it of Google's URL library. */
final class PathEscapes {
  private static final CharMatcher DIGITS =
      CharMatcher.inRange('0', '9')
          .or(CharMatcher.inRange('a', 'f'))
          .or(CharMatcher.inRange('A', 'F'));

  private static final CharMatcher UNRESERVED =
      CharMatcher.inRange('0', '9')
          .or(CharMatcher.inRange('a', 'z'))
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.anyOf("-._~"));

  private static final CharMatcher ESCAPED = CharMatcher.anyOf("\"<>^`{|}");

  private PathEscapes() {}

  /**
   * Unreserved characters stand for themselves, a backslash is a slash, and what may not stand for
   * itself is escaped; other escapes stay as they were written.
   */
  static String canonical(String path) {
    String plain = ForwardedPath.PARAMETERS.matcher(path).replaceAll("$1");
    var text = new StringBuilder();
    int stray = -3; // Where a percent sign is that begins no escape.
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (isEscape(plain, i)) {
        String escape = plain.substring(i, i + 3);
        char meant = (char) Integer.parseInt(escape.substring(1), 16);
        text.append(UNRESERVED.matches(meant) ? String.valueOf(meant) : escape);
        i += 2;
      } else {
        if (c == '%') {
          stray = text.length();
        }
        text.append(ESCAPED.matches(c) ? escaped(c) : c == '\\' ? "/" : String.valueOf(c));
      }
      if (text.length() == stray + 3 && isEscape(text, stray)) {
        text.insert(stray + 1, "25"); // Decoding must not make an escape that was not sent.
      }
    }
    return text.toString();
  }

  private static boolean isEscape(CharSequence text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && DIGITS.matches(text.charAt(at + 1))
        && DIGITS.matches(text.charAt(at + 2));
  }

  private static String escaped(char c) {
    return String.format(Locale.ROOT, "%%%02X", (int) c);
  }
}
