package dev.chancery.policy.parse.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Location;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatternReaderTest {
  @Test
  void randomPatternsNeverThrow() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("seed: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    String[] pieces = {
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "{2}",
      "{3,}",
      "{0,9}",
      "*",
      "+",
      "?",
      "|",
      "\\",
      "\\Q",
      "\\E",
      "\\p{L}",
      "\\x{41}",
      "\\d",
      "\\b",
      "^",
      "$",
      ".",
      "-",
      "(?i)",
      "(?:",
      "(?P<n>",
      "a",
      "é",
      "\ud83d",
      "[:alpha:]"
    };
    int accepted = 0;
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      var findings = new Findings();
      Node node = new Node.Scalar("p", Location.UNKNOWN, Node.Scalar.Kind.STRING, text.toString());
      var pattern = new PatternReader(findings).read(text.toString(), node);
      assertThat(pattern.isPresent()).as("%s", text).isNotEqualTo(findings.hasErrors());
      accepted += pattern.filter(p -> !p.matches("aaa") || p.matches("aaa")).isPresent() ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(300);
  }
}
