package dev.chancery.agent.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeepAliveIT {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int PINGS = 20;

  @TempDir Path dir;

  @Test
  void proxyMayAskAsOftenAsItLikesWhetherTheServerIsThere() throws Exception {
    try (var server = UnixServer.start(dir.resolve("a.sock"), s -> {});
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(server.path()));
      write(channel, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      write(channel, frame(SETTINGS, 0));
      for (int i = 0; i < PINGS; i++) {
        write(channel, frame(PING, 8));
      }
      assertThat(answeredPings(channel)).isEqualTo(PINGS);
    }
  }

  /** Counts until all are answered, or the server has had enough. */
  private static int answeredPings(SocketChannel channel) throws IOException {
    var in = new DataInputStream(Channels.newInputStream(channel));
    int answered = 0;
    while (answered < PINGS) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.skipNBytes(5L + length);
      if (type == GO_AWAY) {
        return answered;
      }
      answered += type == PING ? 1 : 0;
    }
    return answered;
  }

  private static byte[] frame(int type, int length) {
    return ByteBuffer.allocate(9 + length).putInt(length << 8 | type).array();
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
      channel.write(buffer);
    }
  }
}
