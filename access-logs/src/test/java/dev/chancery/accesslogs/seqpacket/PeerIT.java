package dev.chancery.accesslogs.seqpacket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is at the other end, as the kernel says; here both ends are this process. */
class PeerIT {
  private static final int STRANGER = 54321;
  private static final int GROUP = 54322;

  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  @TempDir private Path folder;
  private AccessLogSocket server;
  private int fd;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("access_log.sock");
    var queue = new RecordQueue(1, 1, problems);
    server = AccessLogSocket.start(AccessLogSocketOptions.at(path), queue, problems);
    fd = Libc.packetSocket();
    byte[] address = Libc.address(path);
    assertThat(Libc.CALLS.connect(fd, address, address.length)).isZero();
  }

  @AfterEach
  void disconnect() {
    Libc.CALLS.close(fd);
    server.close();
  }

  @Test
  void kernelTellsUserAndGroup() throws IOException {
    Peer self = Peer.of(fd);
    assertThat(self.uid()).isEqualTo(Libc.CALLS.geteuid());
    assertThat(self.isTrusted(OptionalInt.empty())).isTrue();
  }

  @Test
  void othersAreTrustedOnlyAsRootOrInTheGroup() throws IOException {
    assertThat(new Peer(fd, 0, STRANGER).isTrusted(OptionalInt.empty())).isTrue();
    assertThat(new Peer(fd, STRANGER, GROUP).isTrusted(OptionalInt.of(GROUP))).isTrue();
    assertThat(new Peer(fd, STRANGER, GROUP).isTrusted(OptionalInt.empty())).isFalse();
    assertThat(new Peer(fd, STRANGER, STRANGER).isTrusted(OptionalInt.of(GROUP))).isFalse();
  }
}
