package dev.chancery.testproxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.HttpServer;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.LogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests from pod to pod, with and without a proxy between them. */
class DatapathIT {
  private static final InetAddress CLIENT = InetAddresses.forString("127.60.0.1");
  private static final InetAddress SERVER = InetAddresses.forString("127.60.0.2");
  private static final InetAddress APPLICATION = InetAddresses.forString("127.61.0.2");

  private final List<Redirect> announced = new CopyOnWriteArrayList<>();
  private final PathProxy proxy = new PathProxy();
  private final AtomicInteger reached = new AtomicInteger();
  private HttpServer application;
  private TestDatapath datapath;
  private int port;

  @BeforeEach
  void start() throws IOException {
    application = HttpServer.create(new InetSocketAddress(APPLICATION, 0), 16);
    application.createContext(
        "/",
        exchange -> {
          reached.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    application.start();
    port = application.getAddress().getPort();
    datapath =
        TestDatapath.start(
            List.of(Pod.client(CLIENT), Pod.server(SERVER, APPLICATION, port)),
            () -> announced,
            L4Policy.OPEN,
            proxy);
  }

  @AfterEach
  void stop() {
    datapath.close();
    application.stop(0);
  }

  @Test
  void connectsPodsWhereNothingIsRedirected() throws IOException {
    try (Client client = new Client()) {
      assertThat(client.get("/a")).isEqualTo(204);
      assertThat(client.get("/b")).isEqualTo(204);
    }
    assertThat(proxy.log).isEmpty();
  }

  @Test
  void requestPassesTheEgressListenerAndThenTheIngressListener() throws IOException {
    announce(Way.EGRESS, PathProxy.EGRESS_PORT, "/a");
    announce(Way.INGRESS, PathProxy.INGRESS_PORT, "/a/b");
    String source;
    try (Client client = new Client()) {
      source = client.address();
      assertThat(client.get("/a/b")).isEqualTo(204);
      assertThat(client.get("/a/c")).isEqualTo(403);
      assertThat(client.get("/d")).isEqualTo(403);
      assertThat(client.get("/a/b")).isEqualTo(204);
    }
    assertThat(reached).hasValue(2);
    assertThat(proxy.log)
        .extracting(DatapathIT::text)
        .containsExactly(
            "egress Request /a/b 0",
            "ingress Request /a/b 0",
            "ingress Response /a/b 204",
            "egress Response /a/b 204",
            "egress Request /a/c 0",
            "ingress Denied /a/c 0",
            "ingress Response /a/c 403",
            "egress Response /a/c 403",
            "egress Denied /d 0",
            "egress Response /d 403",
            "egress Request /a/b 0",
            "ingress Request /a/b 0",
            "ingress Response /a/b 204",
            "egress Response /a/b 204");
    assertThat(proxy.log)
        .allSatisfy(
            entry -> {
              assertThat(entry.getSourceAddress()).isEqualTo(source);
              assertThat(entry.getDestinationAddress()).isEqualTo("127.60.0.2:" + port);
            });
  }

  @Test
  void changedPolicyHoldsForTheNextRequestOfAnOpenConnection() throws IOException {
    announce(Way.INGRESS, PathProxy.INGRESS_PORT, "/a");
    try (Client client = new Client()) {
      assertThat(client.get("/a")).isEqualTo(204);
      proxy.prefixes.put(PathProxy.INGRESS_PORT, "/b");
      assertThat(client.get("/a")).isEqualTo(403);
      assertThat(client.get("/b")).isEqualTo(204);
    }
  }

  @Test
  void nothingPassesWhereARedirectLeadsToNoListener() throws IOException {
    announce(Way.INGRESS, PathProxy.INGRESS_PORT, "/");
    proxy.prefixes.clear();
    try (Client client = new Client()) {
      assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
    }
    assertThat(reached).hasValue(0);
  }

  private void announce(Way way, int proxyPort, String prefix) {
    announced.add(new Redirect(way == Way.EGRESS ? CLIENT : SERVER, way, port, port, proxyPort));
    proxy.prefixes.put(proxyPort, prefix);
  }

  private static String text(LogEntry entry) {
    EntryType type = entry.getEntryType();
    return (entry.getIsIngress() ? "ingress " : "egress ")
        + type
        + " "
        + entry.getHttp().getPath()
        + " "
        + entry.getHttp().getStatus();
  }

  /** One connection of the client pod. */
  private final class Client implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader in;

    Client() throws IOException {
      socket.bind(new InetSocketAddress(CLIENT, 0));
      socket.setSoTimeout(10_000);
      socket.connect(new InetSocketAddress(SERVER, port));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    String address() {
      return "127.60.0.1:" + socket.getLocalPort();
    }

    /** Status of the answer. */
    int get(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nhost: server\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String status = line();
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.startsWith("content-length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      in.read(new char[length]);
      return Integer.parseInt(status.substring(9, 12));
    }

    private String line() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("closed");
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
