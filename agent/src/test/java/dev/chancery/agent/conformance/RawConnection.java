package dev.chancery.agent.conformance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A client's connection on which any bytes may be sent, from an address of the caller's choice. */
public final class RawConnection implements ClientConnection {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private boolean usable = true;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static RawConnection open(String from, InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(to, TIMEOUT_MILLIS);
      return new RawConnection(socket);
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
    return send(request.bytes()).answer(request.answerHasBody());
  }

  /** Sends Latin-1 bytes; a connection that the other side has closed takes them silently. */
  public RawConnection send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      usable = false;
    }
    return this;
  }

  /** No more bytes will come. */
  RawConnection end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next answer; {@link Answer#CLOSED} where the connection ends or is reset instead. */
  public Answer answer(boolean withBody) throws IOException {
    try {
      String status = line();
      if (status.isEmpty()) {
        usable = false;
        return Answer.CLOSED;
      }
      String headers = headers();
      if (headers.contains("\nconnection: close\n") || status.startsWith("HTTP/1.0")) {
        usable = false;
      }
      int code = Integer.parseInt(status.split(" ", 3)[1]);
      boolean interim = code / 100 == 1;
      return new Answer(code, headers, withBody && !interim ? body(headers) : "");
    } catch (java.net.SocketException e) {
      usable = false;
      return Answer.CLOSED;
    }
  }

  /** All answers up to the end of the connection. */
  List<Answer> answers() throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (Answer a = answer(true); a.status() != 0; a = answer(true)) {
      answers.add(a);
    }
    return answers;
  }

  private String headers() throws IOException {
    StringBuilder headers = new StringBuilder("\n");
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.append(line.toLowerCase(Locale.ROOT)).append('\n');
    }
    return headers.toString();
  }

  private String body(String headers) throws IOException {
    Optional<Integer> length =
        headers
            .lines()
            .filter(h -> h.startsWith("content-length: "))
            .map(h -> Integer.parseInt(h.substring(16)))
            .findFirst();
    byte[] bytes = length.isPresent() ? in.readNBytes(length.get()) : in.readAllBytes();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer as it came.
   *
   * @param status 0 where none came
   * @param headers lower case, one a line, with a line end before the first
   */
  public record Answer(int status, String headers, String body) {
    static final Answer CLOSED = new Answer(0, "", "");
  }
}
