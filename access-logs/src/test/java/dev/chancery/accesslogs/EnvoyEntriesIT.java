package dev.chancery.accesslogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chancery.testing.RealEnvoy;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real Envoy logs, as records. */
class EnvoyEntriesIT {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final RecordQueue queue = new RecordQueue(1_000, 1 << 24, problems);
  private final List<ProxyRecord> records = new ArrayList<>();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private Path folder;
  private Server als;
  private HttpServer app;
  private Process envoy;
  private int httpPort;
  private int tcpPort;

  @BeforeEach
  void start() throws Exception {
    String binary = RealEnvoy.binary().toString();
    folder = Files.createTempDirectory("envoy");
    als =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(folder.resolve("als.sock")))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .addService(new AccessLogReceiver(queue, problems))
            .build()
            .start();
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    app.start();
    httpPort = freePort();
    tcpPort = freePort();
    Path config = folder.resolve("bootstrap.yaml");
    Files.writeString(config, bootstrap());
    envoy =
        new ProcessBuilder(
                binary,
                "-c",
                config.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--log-level",
                "warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("envoy.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> answers(httpPort) && answers(tcpPort));
  }

  @AfterEach
  void stop() throws Exception {
    if (folder == null) {
      return;
    }
    envoy.destroy();
    if (!envoy.waitFor(10, TimeUnit.SECONDS)) {
      envoy.destroyForcibly();
    }
    app.stop(0);
    als.shutdownNow().awaitTermination();
    loops.shutdownGracefully().await();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private String bootstrap() throws IOException {
    try (InputStream yaml = EnvoyEntriesIT.class.getResourceAsStream("/envoy/bootstrap.yaml")) {
      return new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8)
          .replace("@DIR@", folder.toString())
          .replace("@HTTP_PORT@", Integer.toString(httpPort))
          .replace("@TCP_PORT@", Integer.toString(tcpPort))
          .replace("@APP_PORT@", Integer.toString(app.getAddress().getPort()));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void send(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), httpPort)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 ");
    }
  }

  private static String request(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: h\r\nX-Token: 1\r\nConnection: close\r\n\r\n";
  }

  /** The next records, each as its type, verdict, method, path and status. */
  private List<String> next(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              records.addAll(http(queue.poll(1_000).records()));
              return records.size() >= count;
            });
    List<String> shown = records.stream().map(r -> show((HttpRecord) r)).toList();
    records.clear();
    return shown;
  }

  private static List<ProxyRecord> http(List<ProxyRecord> all) {
    return all.stream().filter(HttpRecord.class::isInstance).toList();
  }

  private static String show(HttpRecord r) {
    Transaction t = r.transaction();
    return "%s %s %s %s %d %s %s"
        .formatted(
            t.type(),
            t.verdict(),
            r.method(),
            r.path(),
            r.status(),
            AlsConventions.endpoint(t.endpointId(), t.ingress()),
            t.proxyPolicy())
        .strip();
  }

  @Test
  void requestsBecomeRecordsAsTheConventionsSay() throws Exception {
    send(request("GET", "/a?b=c"));
    assertThat(next(2))
        .containsExactlyInAnyOrder(
            "REQUEST FORWARDED GET /a?b=c 0 ep:7/ingress",
            "RESPONSE FORWARDED GET /a?b=c 204 ep:7/ingress default/rule1");

    send(request("PROPFIND", "/a"));
    assertThat(next(2))
        .containsExactly(
            "REQUEST DENIED PROPFIND /a 0 ep:7/ingress",
            "RESPONSE FORWARDED PROPFIND /a 403 ep:7/ingress");

    send(request("GET", "/dead"));
    assertThat(next(2))
        .containsExactly(
            "REQUEST FORWARDED GET /dead 0 ep:7/ingress default/rule1",
            "RESPONSE FORWARDED GET /dead 503 ep:7/ingress default/rule1");

    send("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
    assertThat(next(2))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("REQUEST ERROR ").endsWith(" 0 ep:7/ingress"),
            second ->
                assertThat(second).startsWith("RESPONSE FORWARDED ").endsWith(" 400 ep:7/ingress"));
    assertThat(problems.counts().values()).allMatch(count -> count == 0);
  }

  @Test
  void deniedConnectionBecomesARecord() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), tcpPort)) {
      socket.getOutputStream().write('x');
      assertThat(socket.getInputStream().read()).isNegative();
    } catch (IOException e) {
      assertThat(e).as("reset by the proxy").isNotNull();
    }
    List<ConnectionRecord> denied = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              queue.poll(1_000).records().stream()
                  .filter(ConnectionRecord.class::isInstance)
                  .map(ConnectionRecord.class::cast)
                  .forEach(denied::add);
              return !denied.isEmpty();
            });
    assertThat(denied.get(0).denied()).isTrue();
    assertThat(denied.get(0).ingress()).isFalse();
    assertThat(denied.get(0).endpointId()).isEqualTo(8);
    assertThat(denied.get(0).destination().getPort()).isEqualTo(tcpPort);
  }
}
