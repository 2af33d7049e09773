package dev.chancery.policy.model;

import java.util.Locale;

/**
 * A demand on one request header. A repeated header is its values joined with a comma; an absent
 * one matches nothing.
 */
public sealed interface HeaderRule {
  /** Lower case. */
  String name();

  /**
   * Whether a header that is there satisfies this.
   *
   * @param value its bytes, one character each; of a repeated header the joined values
   */
  boolean matches(String value);

  /** What is demanded of the value, for people. */
  String expectation();

  /** The header is there. */
  record Present(String name) implements HeaderRule {
    public Present {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean matches(String value) {
      return true;
    }

    @Override
    public String expectation() {
      return "present";
    }
  }

  /** The whole value equals {@code value}, byte for byte. */
  record Exact(String name, String value) implements HeaderRule {
    public Exact {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean matches(String actual) {
      return Latin1.bytesOf(value).equals(actual);
    }

    @Override
    public String expectation() {
      return "\"" + value + "\"";
    }
  }

  /** The whole value matches: the annotation {@code chancery.dev/header-values: regex}. */
  record Regex(String name, Pattern pattern) implements HeaderRule {
    public Regex {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean matches(String value) {
      return pattern.matches(value);
    }

    @Override
    public String expectation() {
      return pattern.text();
    }
  }
}
