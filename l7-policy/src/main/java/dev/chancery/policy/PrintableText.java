package dev.chancery.policy;

import java.util.regex.Pattern;

/**
 * Text of a client, a proxy or a user as it may stand in a log or on a terminal: on one line, and
 * steering nothing.
 */
public final class PrintableText {
  /** Control characters, line ends of Unicode, and what turns the direction of writing. */
  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cntrl}\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]");

  private PrintableText() {}

  /** As long as it is, with a question mark for each character that is not shown. */
  public static String of(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }

  /**
   * The same, and no longer than a limit.
   *
   * @param longest characters; what is cut ends in an ellipsis beyond them
   */
  public static String of(String text, int longest) {
    return text.length() <= longest ? of(text) : of(text.substring(0, longest)) + "…";
  }
}
