package dev.chancery.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirIT {
  @TempDir Path dir;

  @Test
  void createsAFolderThatOthersCannotEnter() throws Exception {
    try (var runDir = RunDir.claim(dir.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runDir.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void isHeldByOneAgentAtATime() throws Exception {
    try (var held = RunDir.claim(dir.resolve("r"))) {
      assertThatThrownBy(() -> RunDir.claim(held.path())).hasMessageContaining("in use");
    }
    RunDir.claim(dir.resolve("r")).close();
  }

  @Test
  void refusesAFolderThatOthersMayWrite() throws Exception {
    var open = Files.createDirectory(dir.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> RunDir.claim(open))
        .hasMessageContaining("no write for group and others");
  }

  @Test
  void refusesALink() throws Exception {
    var target = Files.createDirectory(dir.resolve("target"));
    var link = Files.createSymbolicLink(dir.resolve("link"), target);
    assertThatThrownBy(() -> RunDir.claim(link)).hasMessageContaining("not a folder");
  }
}
