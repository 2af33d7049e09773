package dev.chancery.policy.parse.cilium;

import java.util.regex.Pattern;

/** What each release's schema takes as an element of {@code serverNames}. */
final class ServerNames {
  private static final int MAX = 255;
  private static final String NAME = "[-a-zA-Z0-9_]++([.][-a-zA-Z0-9_]++)*+[.]?+";
  private static final Pattern LITERAL = Pattern.compile(NAME);
  private static final Pattern WILDCARD_IN_FRONT = Pattern.compile("(\\*?\\*\\.)?" + NAME);
  private static final Pattern WILDCARDS =
      Pattern.compile("[-a-zA-Z0-9_*]++([.][-a-zA-Z0-9_*]++)*+[.]?+");

  private ServerNames() {}

  static boolean accepts(String name, Compat compat) {
    return name.length() <= MAX && pattern(compat).matcher(name).matches();
  }

  private static Pattern pattern(Compat compat) {
    return switch (compat) {
      case V1_17, V1_18 -> LITERAL;
      case V1_19 -> WILDCARD_IN_FRONT;
      case V1_20 -> WILDCARDS;
    };
  }
}
