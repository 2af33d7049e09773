package dev.chancery.policy.parse.syntax;

import java.util.regex.Pattern;

/** What the texts of {@code matchName} and {@code matchPattern} may be. */
public final class DnsNameText {
  /** Longest name and longest pattern. */
  public static final int MAX = 255;

  /** For messages about what {@link #isName} and {@link #isPattern} refuse. */
  public static final String EXPECTED =
      "is no name (expected: labels with one dot between them, at most " + MAX + " characters)";

  private static final Pattern NAME_CHARACTERS = Pattern.compile("[-a-zA-Z0-9_.]*");
  private static final Pattern PATTERN_CHARACTERS = Pattern.compile("[-a-zA-Z0-9_.*]*");
  private static final Pattern LABELS = Pattern.compile("[^.]+([.][^.]+)*+[.]?");

  private DnsNameText() {}

  /** What Cilium's agent demands of a name. */
  public static boolean hasCharactersOfName(String text) {
    return NAME_CHARACTERS.matcher(text).matches();
  }

  /** What Cilium's agent demands of a pattern, beside its length. */
  public static boolean hasCharactersOfPattern(String text) {
    return PATTERN_CHARACTERS.matcher(text).matches();
  }

  /** What the custom resource's schema demands of a name beyond that. */
  public static boolean isName(String text) {
    return hasCharactersOfName(text) && hasLabels(text);
  }

  /** What the custom resource's schema demands of a pattern beyond that. */
  public static boolean isPattern(String text) {
    return hasCharactersOfPattern(text) && hasLabels(text);
  }

  private static boolean hasLabels(String text) {
    return text.length() <= MAX && LABELS.matcher(text).matches();
  }
}
