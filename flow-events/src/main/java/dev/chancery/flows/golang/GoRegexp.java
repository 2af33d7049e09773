package dev.chancery.flows.golang;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Regular expressions of Go's dialect, matched in linear time. */
public final class GoRegexp {
  private GoRegexp() {}

  public static Pattern compile(String pattern) throws GoSyntaxException {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new GoSyntaxException(String.valueOf(e.getMessage()));
    }
  }
}
