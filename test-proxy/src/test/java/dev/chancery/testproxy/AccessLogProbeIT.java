package dev.chancery.testproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a path where nobody takes log records is the control plane's mistake (gotcha 20). */
class AccessLogProbeIT {
  @TempDir private Path folder;
  private Path resources = Path.of("");
  private String log = "";

  @BeforeEach
  void namePaths() {
    resources = folder.resolve("xds.sock");
    log = folder.resolve("log.sock").toString();
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return channel.bind(UnixDomainSocketAddress.of(path));
  }

  @Test
  void whoServesResourcesOwesALog() throws Exception {
    try (ServerSocketChannel served = listen(resources)) {
      assertThat(served.isOpen()).isTrue();
      assertThat(new AccessLogProbe(resources).problem(log)).hasValue(log + ": no such socket");
      listen(Path.of(log)).close();
      assertThat(new AccessLogProbe(resources).problem(log)).hasValue(log + ": nobody listens");
    }
  }

  @Test
  void whoHasGoneOwesNone() throws Exception {
    assertThat(new AccessLogProbe(resources).problem(log)).isEmpty();
    listen(resources).close();
    assertThat(Files.exists(resources)).isTrue();
    assertThat(new AccessLogProbe(resources).problem(log)).isEmpty();
  }

  @Test
  void aLookThatIsInterruptedFindsNothing() throws Exception {
    try (ServerSocketChannel served = listen(resources);
        ServerSocketChannel stream = listen(Path.of(log))) {
      assertThat(served.isOpen() && stream.isOpen()).isTrue();
      assertThat(new AccessLogProbe(resources).problem(log)).isPresent();
      Thread.currentThread().interrupt();
      assertThat(new AccessLogProbe(resources).problem(log)).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
