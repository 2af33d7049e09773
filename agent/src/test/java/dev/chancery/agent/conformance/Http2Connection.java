package dev.chancery.agent.conformance;

import dev.chancery.agent.conformance.RawConnection.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP/2 client with prior knowledge that writes its frames itself, one request after the other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
final class Http2Connection implements ClientConnection {
  private static final int TIMEOUT_MILLIS = 20_000;
  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private boolean usable = true;
  private int stream = -1;

  private Http2Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  static Http2Connection open(String from, InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(to, TIMEOUT_MILLIS);
      var connection = new Http2Connection(socket);
      socket.getOutputStream().write(Http2Frame.PREFACE.getBytes(StandardCharsets.US_ASCII));
      Http2Frame.settings().write(socket.getOutputStream());
      return connection;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public boolean usable() {
    return usable;
  }

  @Override
  public Answer ask(WireRequest request) throws IOException {
    stream += 2;
    try {
      send(request);
      return answer();
    } catch (EOFException | java.net.SocketException e) {
      usable = false;
      return Answer.CLOSED;
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  private void send(WireRequest request) throws IOException, Http2Exception {
    ByteBuf block = Unpooled.buffer();
    encoder.encodeHeaders(stream, headers(request), block);
    byte[] body = request.body().getBytes(StandardCharsets.ISO_8859_1);
    int end = body.length == 0 ? Http2Frame.END_STREAM : 0;
    new Http2Frame(
            Http2Frame.HEADERS, Http2Frame.END_HEADERS | end, stream, ByteBufUtil.getBytes(block))
        .write(socket.getOutputStream());
    if (body.length > 0) {
      new Http2Frame(Http2Frame.DATA, Http2Frame.END_STREAM, stream, body)
          .write(socket.getOutputStream());
    }
  }

  private static Http2Headers headers(WireRequest request) {
    Http2Headers headers =
        new DefaultHttp2Headers(false)
            .method(request.method())
            .scheme("http")
            .authority(request.authority())
            .path(request.target().raw());
    request.fields().forEach(f -> headers.add(f.getKey(), f.getValue()));
    return headers;
  }

  /**
   * Up to the end of the stream; what concerns the connection is answered on the way. A stream that
   * was answered before its request had ended is reset afterwards, while the next one waits.
   */
  private Answer answer() throws IOException, Http2Exception {
    int status = 0;
    var body = new ByteArrayOutputStream();
    while (true) {
      Http2Frame frame = Http2Frame.read(in);
      frame.acknowledge(socket.getOutputStream());
      usable &= frame.type() != Http2Frame.GOAWAY;
      if (frame.stream() != stream) {
        continue;
      }
      switch (frame.type()) {
        case Http2Frame.HEADERS -> status = status(frame);
        case Http2Frame.DATA -> body.writeBytes(frame.payload());
        case Http2Frame.RST_STREAM -> {
          return Answer.CLOSED;
        }
        default -> {}
      }
      if (frame.ends(stream)) {
        return new Answer(status, "", body.toString(StandardCharsets.ISO_8859_1));
      }
    }
  }

  private int status(Http2Frame frame) throws Http2Exception {
    Http2Headers headers =
        decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
    return Integer.parseInt(String.valueOf(headers.status()));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
