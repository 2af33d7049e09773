package dev.chancery.xds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeIdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "node", "host~127.0.0.1~no-id~localdomain", "späť"})
  void wordsAreTaken(String id) {
    assertThat(NodeIds.problem(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u001b[2J", "a\u202eb", "a\u2028"})
  void whatSteersATerminalIsRefusedAndNotRepeated(String id) {
    assertThat(NodeIds.problem(id)).contains("node id: not printable");
  }

  @Test
  void longIdsAreRefused() {
    assertThat(NodeIds.problem("x".repeat(256))).isEmpty();
    assertThat(NodeIds.problem("x".repeat(257))).contains("node id: longer than 256 characters");
  }
}
