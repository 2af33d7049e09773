package dev.chancery.policy.resolve;

import java.util.Locale;

/**
 * A demand on one request header. A repeated header is its values joined with a comma; an absent
 * one matches nothing.
 */
public sealed interface HeaderRule {
  /** Lower case. */
  String name();

  /** The header is there. */
  record Present(String name) implements HeaderRule {
    public Present {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  /** The whole value equals {@code value}, byte for byte. */
  record Exact(String name, String value) implements HeaderRule {
    public Exact {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  /** The whole value matches: the annotation {@code chancery.dev/header-values: regex}. */
  record Regex(String name, Pattern pattern) implements HeaderRule {
    public Regex {
      name = name.toLowerCase(Locale.ROOT);
    }
  }
}
