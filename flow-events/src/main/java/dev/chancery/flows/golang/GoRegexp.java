package dev.chancery.flows.golang;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Regular expressions of Go's dialect, matched in linear time and compiled in bounded space. */
public final class GoRegexp {
  private static final String PREFIX = "error parsing regexp: ";

  private GoRegexp() {}

  /** Compiles an expression; the complaint is that of {@code regexp.Compile}. */
  public static Pattern compile(String pattern) throws GoSyntaxException {
    try {
      RegexpSize.check(pattern);
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new GoSyntaxException(complaint(pattern, String.valueOf(e.getMessage())));
    }
  }

  static GoSyntaxException refuse(String reason, String part) {
    return new GoSyntaxException(PREFIX + reason + ": `" + part + "`");
  }

  /** The two complaints that re2j words differently are put as Go puts them. */
  private static String complaint(String pattern, String message) {
    if (message.endsWith("trailing backslash at end of expression")) {
      return message + ": ``";
    }
    return message.contains("stack underflow")
        ? PREFIX + "unexpected ): `" + pattern + "`"
        : message;
  }
}
