package dev.chancery.policy.parse;

import com.google.re2j.PatternSyntaxException;
import dev.chancery.policy.resolve.Pattern;
import java.util.Optional;

/** Reads regular expressions. */
final class PatternReader {
  private static final int MAX_LENGTH = 4096;

  private final Findings findings;

  PatternReader(Findings findings) {
    this.findings = findings;
  }

  Optional<Pattern> read(String text, Node at) {
    if (text.length() > MAX_LENGTH) {
      findings.error(
          at,
          "invalid-pattern",
          "pattern: " + text.length() + " characters (expected: at most " + MAX_LENGTH + ")");
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      findings.error(
          at,
          "invalid-pattern",
          "\""
              + text
              + "\" is not a valid RE2 pattern: "
              + e.getDescription()
              + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": " + e.getPattern()));
      return Optional.empty();
    }
  }
}
