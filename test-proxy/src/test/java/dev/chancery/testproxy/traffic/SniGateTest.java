package dev.chancery.testproxy.traffic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** What the first bytes of a connection tell. */
class SniGateTest {
  private final List<String> seen = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new SniGate((isTls, name) -> seen.add(isTls + " " + name.orElse("-"))));

  @Test
  void readsTheServerNameOfAHelloInPieces() throws Exception {
    byte[] hello = hello("shop.example.com");
    channel.writeInbound(Unpooled.copiedBuffer(hello, 0, 20));
    assertThat(seen).isEmpty();
    channel.writeInbound(Unpooled.copiedBuffer(hello, 20, hello.length - 20));

    assertThat(seen).containsExactly("true shop.example.com");
    assertThat(read()).isEqualTo(hello);
  }

  @Test
  void helloMayNameNobody() throws Exception {
    byte[] hello = hello("");
    channel.writeInbound(Unpooled.copiedBuffer(hello));

    assertThat(seen).containsExactly("true -");
    assertThat(read()).isEqualTo(hello);
  }

  @Test
  void letsPlainTextGoOn() {
    byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    channel.writeInbound(Unpooled.copiedBuffer(request));

    assertThat(seen).containsExactly("false -");
    assertThat(read()).isEqualTo(request);
  }

  private byte[] read() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      all.writeBytes(part);
      part.release();
    }
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  private static byte[] hello(String name) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    if (!name.isEmpty()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      engine.setSSLParameters(parameters);
    }
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    out.flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }
}
