package dev.chancery.policy.resolve;

/**
 * A regular expression in RE2's dialect that has to match the whole text. Bytes are read as
 * Latin-1, as Envoy 1.40 reads them.
 */
public final class Pattern {
  private final String text;
  private final com.google.re2j.Pattern compiled;

  private Pattern(String text, com.google.re2j.Pattern compiled) {
    this.text = text;
    this.compiled = compiled;
  }

  /**
   * Reads a pattern.
   *
   * @throws com.google.re2j.PatternSyntaxException if RE2 does not take it
   */
  public static Pattern compile(String text) {
    com.google.re2j.Pattern.compile(text);
    return new Pattern(text, com.google.re2j.Pattern.compile(Latin1.bytesOf(text)));
  }

  /**
   * Whether the whole text matches.
   *
   * @param text a request's bytes, one character each
   */
  public boolean matches(String text) {
    return compiled.matches(text);
  }

  /** As written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Pattern other && text().equals(other.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
