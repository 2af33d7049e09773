package dev.chancery.agent.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvoyLogTest {
  @TempDir Path dir;
  private final List<String> lines = new ArrayList<>();

  @Test
  void passesLinesOnWithLevelAndComponent() throws Exception {
    var log = log();
    log.drain();
    append("info|main|starting|up\nwarning|config|gRPC config: héllo\ncritical|assert|a\n");
    log.drain();
    append("error: unknown option\ninf");
    log.drain();
    assertThat(lines)
        .containsExactly(
            "INFO envoy.main starting|up",
            "WARN envoy.config gRPC config: héllo",
            "ERROR envoy.assert a",
            "WARN envoy error: unknown option");
    append("o|main|rest\n");
    log.drain();
    assertThat(lines).endsWith("INFO envoy.main rest");
  }

  @Test
  void emptiesALargeFileAndGoesOn() throws Exception {
    var log = log();
    append("info|main|x\n".repeat(400_000));
    log.drain();
    assertThat(lines).hasSize(400_000);
    assertThat(file()).isEmptyFile();
    append("info|main|after\n");
    log.drain();
    assertThat(lines).hasSize(400_001).endsWith("INFO envoy.main after");
  }

  @Test
  void cutsLinesThatAreTooLong() throws Exception {
    append("info|main|" + "x".repeat(100_000) + "\ninfo|main|next\n");
    log().drain();
    assertThat(lines).hasSize(2).allMatch(line -> line.length() < 9_000);
  }

  @Test
  void skipsWhatAnotherAgentHasRead() throws Exception {
    append("info|main|old\n");
    var log = log();
    log.skip();
    append("info|main|new\n");
    log.drain();
    assertThat(lines).containsExactly("INFO envoy.main new");
  }

  private EnvoyLog log() {
    return new EnvoyLog(
        file(), (level, logger, message) -> lines.add(level + " " + logger + " " + message));
  }

  private Path file() {
    return dir.resolve("envoy.log");
  }

  private void append(String text) throws Exception {
    Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
