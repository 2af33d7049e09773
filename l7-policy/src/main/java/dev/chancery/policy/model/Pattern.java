package dev.chancery.policy.model;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's dialect that has to match the whole text. Bytes are read as
 * Latin-1, as Envoy 1.40 reads them.
 */
public final class Pattern {
  /**
   * Of an escape: a hexadecimal or an octal number beyond 255. RE2 takes none in Latin-1, and re2j
   * folds the case of some of them without end.
   */
  private static final com.google.re2j.Pattern ESCAPE =
      com.google.re2j.Pattern.compile(
          "(?s)\\\\(?:(x\\{0*[1-9A-Fa-f][0-9A-Fa-f]{2,}\\})|([4-7][0-7]{2})|.)");

  private final String text;
  private final com.google.re2j.Pattern compiled;

  private Pattern(String text, com.google.re2j.Pattern compiled) {
    this.text = text;
    this.compiled = compiled;
  }

  /**
   * Reads a pattern.
   *
   * @throws PatternSyntaxException if RE2 does not take it
   */
  public static Pattern compile(String text) {
    Matcher escape = ESCAPE.matcher(text);
    while (escape.find()) {
      if (escape.group(1) != null || escape.group(2) != null) {
        throw new PatternSyntaxException("invalid escape sequence", escape.group());
      }
    }
    try {
      return new Pattern(text, com.google.re2j.Pattern.compile(Latin1.bytesOf(text)));
    } catch (PatternSyntaxException e) {
      throw new PatternSyntaxException(e.getDescription(), Latin1.textOf(e.getPattern()));
    }
  }

  /**
   * Whether the whole text matches.
   *
   * @param text a request's bytes, one character each
   */
  public boolean matches(String text) {
    return compiled.matches(text);
  }

  /** How many instructions RE2 makes of it, near enough: what it costs to compile and to hold. */
  public int size() {
    return compiled.programSize();
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
