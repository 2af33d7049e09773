package dev.chancery.agent.conformance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The HTTP/2 side of an {@link EchoServer}: an empty 200 to every request. */
final class Http2Echo {
  private static final String REST_OF_PREFACE = "SM\r\n\r\n";

  private final DataInputStream in;
  private final OutputStream out;
  private final Consumer<String> heads;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  private Http2Echo(InputStream in, OutputStream out, Consumer<String> heads) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.heads = heads;
  }

  /**
   * Serves a connection until it ends, which is an exception.
   *
   * @param in after the first empty line of the preface
   * @param heads takes the head of each request, written as in HTTP/1.1
   */
  static void serve(InputStream in, OutputStream out, Consumer<String> heads) throws IOException {
    in.skipNBytes(REST_OF_PREFACE.length());
    Http2Frame.settings().write(out);
    var echo = new Http2Echo(in, out, heads);
    try {
      while (true) {
        echo.take(Http2Frame.read(echo.in));
      }
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  private void take(Http2Frame frame) throws IOException, Http2Exception {
    frame.acknowledge(out);
    if (frame.type() == Http2Frame.HEADERS) {
      heads.accept(
          head(decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()))));
    }
    if (frame.ends(frame.stream())) {
      answer(frame.stream());
    }
  }

  private void answer(int stream) throws IOException, Http2Exception {
    ByteBuf block = Unpooled.buffer();
    encoder.encodeHeaders(stream, new DefaultHttp2Headers().status("200"), block);
    int flags = Http2Frame.END_HEADERS | Http2Frame.END_STREAM;
    new Http2Frame(Http2Frame.HEADERS, flags, stream, ByteBufUtil.getBytes(block)).write(out);
  }

  private static String head(Http2Headers headers) {
    return headers.method()
        + " "
        + headers.path()
        + " HTTP/1.1\r\nhost: "
        + headers.authority()
        + "\r\n";
  }
}
