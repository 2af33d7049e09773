package dev.chancery.testproxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.api.cilium.LogEntry;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it does without a server; with one, see the tests of the server. */
class AccessLogClientIT {
  @TempDir private Path folder;

  @Test
  void recordsAreDroppedAndCountedWhereNobodyListens() {
    try (var client = new AccessLogClient(folder.resolve("a.sock"))) {
      assertThat(client.log(LogEntry.getDefaultInstance())).isFalse();
      assertThat(client.dropped()).isEqualTo(1);
      assertThat(client.sent()).isZero();
      assertThatThrownBy(client::connect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No such file or directory");
    }
  }

  @Test
  void streamSocketIsOfTheWrongType() throws IOException {
    Path path = folder.resolve("a.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var client = new AccessLogClient(path)) {
      server.bind(UnixDomainSocketAddress.of(path));
      assertThat(client.log(LogEntry.getDefaultInstance())).isFalse();
      assertThatThrownBy(client::connect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Protocol wrong type");
    }
  }
}
