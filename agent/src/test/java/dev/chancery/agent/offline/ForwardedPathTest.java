package dev.chancery.agent.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ForwardedPathTest {
  @ParameterizedTest
  @CsvFileSource(resources = "forwarded-paths.txt", delimiter = '|', quoteCharacter = '\t')
  void isWhatEnvoyMakesOfIt(String sent, String made) {
    assertThat(written(ForwardedPath.of(sent))).isEqualTo(made);
  }

  @Test
  void bytesThatNoRequestLineHoldsAreRefused() {
    for (String odd : new String[] {"\0", " ", "\t", "\n", "\u007f"}) {
      assertThat(ForwardedPath.of("/a" + odd + "b")).isInstanceOf(ForwardedPath.Refused.class);
    }
    assertThat(ForwardedPath.of("/a?b c")).isInstanceOf(ForwardedPath.Refused.class);
    assertThat(ForwardedPath.of("")).isInstanceOf(ForwardedPath.Refused.class);
  }

  private static String written(ForwardedPath path) {
    if (path instanceof ForwardedPath.As as) {
      return as.path();
    }
    return path instanceof ForwardedPath.Redirected to ? "307 " + to.to() : "400";
  }
}
