package dev.chancery.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testproxy.stream.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's story through a stand-in for cilium-envoy: the same answers, the same lines. */
class CiliumStoryIT {
  @TempDir private Path folder;

  @Test
  void storyGoesAsToldOnCiliumEnvoy() throws Exception {
    var told = new ByteArrayOutputStream();
    var out = new PrintStream(told, true, StandardCharsets.UTF_8);
    try (CiliumScene scene = new CiliumScene(folder, out)) {
      scene.play();
      assertThat(scene.plane().proxy().violations()).isEmpty();
      assertThat(scene.plane().proxy().journal())
          .isNotEmpty()
          .extracting(JournalEntry::outcome)
          .containsOnly(JournalEntry.Outcome.ACK);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("## 1. ", "## 2. ", "## 3. ", "## 4. ", "## 5. ", "## 6. ", "## 7. ", "## 8. ");
  }
}
