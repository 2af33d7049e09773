package dev.chancery.agent.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.HttpServer;
import dev.chancery.accesslogs.RecordProblem;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.accesslogs.seqpacket.AccessLogSocket;
import dev.chancery.accesslogs.seqpacket.AccessLogSocketOptions;
import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Version;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.flows.decode.FlowDecoder;
import dev.chancery.flows.decode.FlowOrigin;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.ring.FlowEvent;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.flows.ring.RingReader;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.redaction.Redactor;
import dev.chancery.testing.RealEnvoy;
import dev.chancery.testproxy.accesslog.AccessLogClient;
import dev.chancery.xds.ResourceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same exchanges, logged by a real stock Envoy and as cilium-envoy logs them: the flows are
 * equal field by field, but for what {@code docs/data-planes.md} lists under "Flows".
 */
class FlowsOfBothPlanesIT {
  private static final int PORT = 18085;
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /** Headers that one plane logs and the other does not, as the page says. */
  private static final Set<String> ONE_SIDED =
      Set.of("Host", "X-Request-Id", "X-Envoy-Internal", "X-Custom");

  private final InstantSource clock = InstantSource.system();
  private final RecordProblems problems = new RecordProblems(clock);
  private final RecordQueue queue = new RecordQueue(1_000, 1 << 24, problems);
  private final FlowStore ciliumFlows = new FlowStore(new FlowRing(1023), clock);
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final InetSocketAddress server = new InetSocketAddress(address("127.20.0.5"), PORT);
  @TempDir private Path folder;
  private Agent agent;
  private RingReader stock;
  private RingReader cilium;
  private AccessLogSocket socket;
  private AccessLogClient client;

  @BeforeEach
  void start() throws Exception {
    Path manifests = Files.createDirectory(folder.resolve("m"));
    for (String file : List.of("cluster.yaml", "rule1-l7.yaml", "l7-visibility.yaml")) {
      Files.writeString(manifests.resolve(file), example(file));
    }
    HttpServer app = HttpServer.create(new InetSocketAddress(address("127.21.0.5"), PORT), 0);
    app.createContext(
        "/",
        exchange -> {
          byte[] body = "Ship landed\n".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    app.start();
    parts.add(() -> app.stop(0));
    var options =
        AgentOptions.of(folder.resolve("r"), manifests, Optional.of(RealEnvoy.binary()))
            .withRedaction(
                new RedactionOptions(true, true, true, List.of(), List.of("authorization")));
    agent = Agent.start(options);
    parts.add(agent);
    await().atMost(Duration.ofSeconds(60)).until(() -> agent.reconciler().publishedRevision() > 0);
    for (ResourceKey key : agent.xds().store().snapshot().keySet()) {
      agent.xds().whenAnswered(options.nodeName(), key).get(60, TimeUnit.SECONDS);
    }
    var admin = new EnvoyAdmin(options.runDir().resolve("envoy-admin.sock"));
    await().atMost(Duration.ofSeconds(60)).until(admin::isReady);
    startCiliumSide(options);
    stock = new RingReader(agent.flows().ring(), 0, clock);
    cilium = new RingReader(ciliumFlows.ring(), 0, clock);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> exchange("POST", "/v1/request-landing", Map.of()).status() == 200);
    drain(stock);
  }

  private void startCiliumSide(AgentOptions options) throws IOException {
    Path path = folder.resolve("access_log.sock");
    socket = AccessLogSocket.start(AccessLogSocketOptions.at(path), queue, problems);
    parts.add(socket);
    var origin =
        new FlowOrigin(
            options.settings().cluster() + "/" + options.nodeName(),
            List.of(),
            "Chancery",
            Version.text(),
            () -> "");
    var decoder =
        new FlowDecoder(
            new Redactor(options.redaction()), new NodeEndpoints(agent.reconciler()::view), origin);
    parts.add(FlowPipeline.start(queue, agent.reconciler()::viewAt, decoder, ciliumFlows, clock));
    client = new AccessLogClient(path);
    parts.add(client);
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
  }

  private static String example(String name) throws IOException {
    Path home = Path.of(System.getProperty("chancery.home", ".."));
    return Files.readString(home.resolve("examples/star-wars").resolve(name))
        .replace("8080", Integer.toString(PORT));
  }

  private static InetAddress address(String ip) {
    return InetAddresses.forString(ip);
  }

  private Exchange exchange(String method, String path, Map<String, String> headers)
      throws IOException {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("user-agent", "chancery-test");
    all.put("content-length", "0");
    return Exchange.over(address("127.20.0.7"), server, method, path, all);
  }

  /** All there are by now, once none has come for a while. */
  private static List<Flow> drain(RingReader reader) throws InterruptedException {
    List<Flow> flows = new ArrayList<>();
    await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              int before = flows.size();
              take(reader, flows);
              return flows.size() == before;
            });
    return sorted(flows);
  }

  private static void take(RingReader reader, List<Flow> flows) {
    for (var event = reader.next(); event.isPresent(); event = reader.next()) {
      if (event.get() instanceof FlowEvent.Seen seen && seen.flow().hasL7()) {
        flows.add(seen.flow());
      }
    }
  }

  private static List<Flow> sorted(List<Flow> flows) {
    return flows.stream()
        .sorted(
            Comparator.comparing(Flow::getTrafficDirection)
                .thenComparing(f -> f.getIsReply().getValue()))
        .toList();
  }

  @Test
  void allowedRequestIsTheSameFourFlows() throws Exception {
    compare("POST", "/v1/request-landing", Map.of("accept", "*/*"), false);
  }

  @Test
  void deniedRequestIsTheSameFourFlows() throws Exception {
    compare("PUT", "/v1/exhaust-port?token=s3cret", Map.of("traceparent", TRACE), true);
  }

  @Test
  void secretsAndOddHeadersAreTheSame() throws Exception {
    compare(
        "POST",
        "/v1/request-landing",
        Map.of("authorization", "Bearer s3cret", "traceparent", TRACE, "x-custom", "1"),
        false);
  }

  private void compare(String method, String path, Map<String, String> headers, boolean denied)
      throws Exception {
    Exchange sent = exchange(method, path, headers);
    assertThat(sent.status()).isEqualTo(denied ? 403 : 200);
    List<Flow> ofStock = drain(stock);
    assertThat(ofStock).hasSize(4);
    UUID id = UUID.randomUUID();
    long now = clock.instant().toEpochMilli() * 1_000_000;
    var log = new CiliumLog(client, agent.reconciler().view());
    // The way out sees the answer to the denial as any other answer.
    long outer = latency(ofStock, TrafficDirection.EGRESS);
    long inner = latency(ofStock, TrafficDirection.INGRESS);
    log.log(sent.withRequestId(id.toString()), false, false, now, outer);
    log.log(sent.withRequestId(id.toString()), true, denied, now, denied ? 1_000_000 : inner);
    List<Flow> ofCilium = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              take(cilium, ofCilium);
              return ofCilium.size() >= 4;
            });
    List<Flow> theirs = sorted(ofCilium);
    for (int i = 0; i < 4; i++) {
      assertThat(json(theirs.get(i))).as("flow %d", i).isEqualTo(json(ofStock.get(i)));
      compareHeaders(ofStock.get(i), theirs.get(i));
      assertThat(theirs.get(i).toString()).doesNotContain("s3cret");
    }
    assertThat(problems.count(RecordProblem.UNDECODABLE)).isZero();
    assertThat(socket.counts().malformed()).isZero();
  }

  private static long latency(List<Flow> flows, TrafficDirection direction) {
    return flows.stream()
        .filter(f -> f.getTrafficDirection() == direction && f.getIsReply().getValue())
        .mapToLong(f -> f.getL7().getLatencyNs())
        .findFirst()
        .orElseThrow();
  }

  /** Without what no two runs have in common, and without headers. */
  private static String json(Flow flow) throws Exception {
    Flow.Builder shown = flow.toBuilder().clearTime().clearUuid();
    shown.getL7Builder().getHttpBuilder().clearHeaders();
    return ProtoJson.print(shown.build()).replace(",\"", ",\n\"");
  }

  private static void compareHeaders(Flow stock, Flow cilium) {
    Map<String, String> one = headers(stock);
    Map<String, String> other = headers(cilium);
    Set<String> differing = new TreeSet<>(one.keySet());
    differing.addAll(other.keySet());
    differing.removeIf(name -> one.getOrDefault(name, "").equals(other.getOrDefault(name, "")));
    assertThat(ONE_SIDED).as("%s%n%s", one, other).containsAll(differing);
  }

  private static Map<String, String> headers(Flow flow) {
    Map<String, String> headers = new TreeMap<>();
    flow.getL7().getHttp().getHeadersList().forEach(h -> headers.put(h.getKey(), h.getValue()));
    return headers;
  }
}
