package dev.chancery.policy.parse;

import com.google.re2j.PatternSyntaxException;
import dev.chancery.policy.parse.syntax.PatternSize;
import dev.chancery.policy.resolve.Pattern;
import java.util.Optional;

/** Reads regular expressions. */
final class PatternReader {
  private static final int MAX_LENGTH = 4096;
  private static final int SHOWN = 200;

  private final Findings findings;

  PatternReader(Findings findings) {
    this.findings = findings;
  }

  Optional<Pattern> read(String text, Node at) {
    if (text.length() > MAX_LENGTH || PatternSize.isTooLarge(text)) {
      findings.error(
          at,
          "invalid-pattern",
          quoted(text)
              + " is not a valid RE2 pattern: too large (expected: at most "
              + MAX_LENGTH
              + " characters, "
              + PatternSize.MAX_SIZE
              + " when repetitions are written out, counts that multiply to "
              + PatternSize.MAX_REPEAT
              + ")");
      return Optional.empty();
    }
    if (!text.chars().allMatch(c -> c < 0x80)) {
      findings.warning(
          at,
          "non-ascii-pattern",
          quoted(text) + " is matched byte by byte: outside ASCII a character is several bytes");
    }
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      findings.error(
          at,
          "invalid-pattern",
          quoted(text)
              + " is not a valid RE2 pattern: "
              + e.getDescription()
              + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": " + e.getPattern()));
      return Optional.empty();
    }
  }

  private static String quoted(String text) {
    return "\"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "\"";
  }
}
