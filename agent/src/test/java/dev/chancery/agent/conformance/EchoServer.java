package dev.chancery.agent.conformance;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An application that keeps every request head it has seen, and answers with it. It reads lenient
 * HTTP/1.1 from raw bytes, so that it sees what Envoy sent and not what a server made of it.
 */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listening;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private EchoServer(ServerSocket listening) {
    this.listening = listening;
  }

  static EchoServer open(InetSocketAddress address) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(address, 256);
      EchoServer server = new EchoServer(socket);
      start("echo", server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(address.toString(), e);
    }
  }

  /** The head of each request so far, or of what came instead of one; Latin-1. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  int requests() {
    return heads.size();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        start("echo-connection", () -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        if (head.equals("PRI * HTTP/2.0")) {
          Http2Echo.serve(in, socket.getOutputStream(), heads::add);
        }
        heads.add(head);
        skipBody(in, head);
        boolean noBody = head.startsWith("HEAD ");
        String answer = "HTTP/1.1 200 OK\r\ncontent-length: " + head.length() + "\r\n\r\n";
        socket
            .getOutputStream()
            .write((noBody ? answer : answer + head).getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The proxy closed the connection.
    } finally {
      open.remove(socket);
    }
  }

  /** Up to the empty line, without it; empty at the end of the stream. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.append((char) b);
      if (b == '\n' && (head.length() < 3 || head.toString().endsWith("\r\n\r\n"))) {
        return head.toString().strip();
      }
    }
    return head.toString().strip();
  }

  private static void skipBody(InputStream in, String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    int length = lower.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      in.skipNBytes(Long.parseLong(head.substring(length + 18).split("\r\n", 2)[0]));
    } else if (lower.contains("\r\ntransfer-encoding: chunked")) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        in.skipNBytes(size + 2L);
      }
      in.skipNBytes(2);
    }
  }

  private static int chunk(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return Integer.parseInt(line.toString().split(";", 2)[0].strip(), 16);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Closeable socket : open) {
      socket.close();
    }
  }
}
