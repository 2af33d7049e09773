package dev.chancery.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chancery.policy.model.Features;
import dev.chancery.policy.parse.language.Compat;
import dev.chancery.policy.parse.language.Language;
import java.nio.charset.StandardCharsets;

/**
 * Any bytes. By itself it replays its seeds and what was once found; with {@code JAZZER_FUZZ=1} in
 * the environment, as the build runs it a second time, it searches.
 */
class PolicyParserFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void neverThrows(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (Compat release : Compat.values()) {
      var parser = new PolicyParser("default", new Language(release, true, true));
      for (ParsedPolicy parsed : parser.parse("fuzzed.yaml", text)) {
        assertThat(parsed.policy().isPresent()).isEqualTo(parsed.errors().isEmpty());
        parsed.policy().ifPresent(Features::of);
      }
    }
  }
}
