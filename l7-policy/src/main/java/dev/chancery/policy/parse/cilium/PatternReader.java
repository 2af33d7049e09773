package dev.chancery.policy.parse.cilium;

import com.google.re2j.PatternSyntaxException;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.parse.syntax.PatternSize;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.Optional;

/** Reads the regular expressions of one object, whose sizes together have a limit. */
final class PatternReader {
  static final int MAX_TOGETHER = 100_000;
  private static final int MAX_LENGTH = 4096;
  private static final int SHOWN = 200;

  private final Findings findings;
  private long together;

  PatternReader(Findings findings) {
    this.findings = findings;
  }

  Optional<Pattern> read(String text, Node at) {
    if (together > MAX_TOGETHER) {
      // Said once, and the object is refused: the rest is not worth the time.
      return Optional.empty();
    }
    Optional<Pattern> pattern = compile(text, at);
    together += pattern.map(Pattern::size).orElse(0);
    if (together > MAX_TOGETHER) {
      findings.error(
          at,
          "patterns-too-large",
          "the patterns of this policy up to here: too large together (expected: at most "
              + MAX_TOGETHER
              + " RE2 instructions; write fewer or simpler patterns, or several policies)");
      return Optional.empty();
    }
    return pattern;
  }

  private Optional<Pattern> compile(String text, Node at) {
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
