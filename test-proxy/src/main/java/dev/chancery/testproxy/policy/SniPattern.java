package dev.chancery.testproxy.policy;

import com.google.re2j.Pattern;
import dev.chancery.testproxy.wire.ProxyGeneration;
import java.util.Locale;

/**
 * One of a rule's {@code server_names} (§3.2): {@code *} stands for a part of a label, {@code **}
 * for whole labels, and {@code *} alone for every DNS name. Until 1.33 names are compared as they
 * are.
 */
final class SniPattern {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(([*]{1,2}|[*]?[-a-zA-Z0-9_]+([*][-a-zA-Z0-9_]+)*[*]?)[.])*"
              + "([*]{1,2}|[*]?[-a-zA-Z0-9_]+([*][-a-zA-Z0-9_]+)*[*]?)");
  private static final String CHARS = "[-a-z0-9_]";
  private static final String LABELS = CHARS + "+([.]" + CHARS + "+)*";

  private final Pattern pattern;

  private SniPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  static SniPattern of(String text, ProxyGeneration generation) {
    if (!generation.knowsNamePatterns()) {
      return new SniPattern(Pattern.compile(Pattern.quote(text)));
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return new SniPattern(Pattern.compile(lower.equals("*") ? LABELS : expression(lower)));
  }

  static boolean valid(String text) {
    return GRAMMAR.matches(text);
  }

  boolean matches(String sni) {
    return pattern.matches(sni.toLowerCase(Locale.ROOT));
  }

  private static String expression(String lower) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c != '*') {
        out.append(Pattern.quote(String.valueOf(c)));
      } else if (i + 1 < lower.length() && lower.charAt(i + 1) == '*') {
        out.append(LABELS);
        i++;
      } else {
        out.append(CHARS).append('*');
      }
    }
    return out.toString();
  }
}
