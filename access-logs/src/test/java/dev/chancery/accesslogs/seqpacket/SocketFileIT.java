package dev.chancery.accesslogs.seqpacket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The name of the access-log socket, and who else has it. */
class SocketFileIT {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final RecordQueue queue = new RecordQueue(1, 1, problems);
  @TempDir private Path folder;
  private Path path;
  private AccessLogSocket server;

  @BeforeEach
  void start() throws IOException {
    path = folder.resolve("access_log.sock");
    server = start(AccessLogSocketOptions.at(path));
  }

  private AccessLogSocket start(AccessLogSocketOptions options) throws IOException {
    return AccessLogSocket.start(options, queue, problems);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void socketIsForItsGroupAndNobodyElse() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-rw----");
    int own = (Integer) Files.getAttribute(path, "unix:gid");
    server.close();
    server = start(AccessLogSocketOptions.at(path).withGroup(own));
    assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(own);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void liveSocketIsRefusedAndADeadOneReplaced() throws IOException {
    assertThatThrownBy(() -> start(AccessLogSocketOptions.at(path)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is served by another process");
    Path stream = folder.resolve("stream.sock");
    var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    other.bind(UnixDomainSocketAddress.of(stream));
    assertThatThrownBy(() -> start(AccessLogSocketOptions.at(stream)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is served by another process");
    other.close();
    try (AccessLogSocket replaced = start(AccessLogSocketOptions.at(stream))) {
      assertThat(replaced.path()).exists();
    }
    assertThat(stream).doesNotExist();
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> start(AccessLogSocketOptions.at(file)))
        .hasMessageContaining("is no socket");
    assertThat(file).exists();
  }

  @Test
  void socketThatAnotherHasPutThereIsLeft() throws IOException {
    Files.delete(path);
    AccessLogSocket second = start(AccessLogSocketOptions.at(path));
    server.close();
    assertThat(path).exists();
    second.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void pathMustFitIntoAnAddress() {
    Path far = folder.resolve("x".repeat(120));
    assertThatThrownBy(() -> start(AccessLogSocketOptions.at(far)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: at most 107");
  }
}
