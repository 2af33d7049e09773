package dev.chancery.agent.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.accesslogs.seqpacket.AccessLogSocket;
import dev.chancery.accesslogs.seqpacket.AccessLogSocketOptions;
import dev.chancery.agent.reconcile.Reconciler;
import dev.chancery.agent.run.Version;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.TCP;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.flows.decode.FlowDecoder;
import dev.chancery.flows.decode.FlowOrigin;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import dev.chancery.flows.ring.FlowEvent;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.flows.ring.RingReader;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.redaction.Redactor;
import dev.chancery.testproxy.accesslog.AccessLogClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same exchanges, logged by a real stock Envoy and as cilium-envoy logs them: the flows are
 * equal field by field, but for what {@code docs/data-planes.md} lists under "Flows".
 */
class FlowsOfBothPlanesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /** Headers that one plane logs and the other does not, as the page says. */
  private static final Set<String> ONE_SIDED =
      Set.of(":scheme", "Host", "X-Request-Id", "X-Envoy-Internal", "X-Custom");

  private static final RedactionOptions REDACTION =
      new RedactionOptions(true, true, true, List.of(), List.of("authorization"));

  private final InstantSource clock = InstantSource.system();
  private final RecordProblems problems = new RecordProblems(clock);
  private final RecordQueue queue = new RecordQueue(1_000, 1 << 24, problems);
  private final FlowStore ciliumFlows = new FlowStore(new FlowRing(1023), clock);
  @TempDir private Path folder;
  private StarWarsNode node;
  private AccessLogSocket socket;
  private AccessLogClient client;
  private FlowPipeline pipeline;
  private FlowRing stock;

  @BeforeEach
  void start() throws Exception {
    node = new StarWarsNode(folder, REDACTION);
    Path path = folder.resolve("access_log.sock");
    socket = AccessLogSocket.start(AccessLogSocketOptions.at(path), queue, problems);
    client = new AccessLogClient(path);
    Reconciler reconciler = node.agent().reconciler();
    var decoder =
        new FlowDecoder(new Redactor(REDACTION), new NodeEndpoints(reconciler::view), origin());
    pipeline = FlowPipeline.start(queue, reconciler::viewAt, decoder, ciliumFlows, clock);
    stock = node.agent().flows().ring();
  }

  private FlowOrigin origin() {
    String name = node.options().settings().cluster() + "/" + node.options().nodeName();
    return new FlowOrigin(name, List.of(), "Chancery", Version.text(), () -> "");
  }

  @AfterEach
  void stop() {
    if (pipeline != null) {
      pipeline.close();
      client.close();
      socket.close();
      node.close();
    }
  }

  @Test
  void sameExchangesAreTheSameFlows() throws Exception {
    Exchange first = compare("POST", "/v1/request-landing", Map.of("accept", "*/*"), false);
    Exchange second =
        compare("PUT", "/v1/exhaust-port?token=s3cret", Map.of("traceparent", TRACE), true);
    compare(
        "POST",
        "/v1/request-landing",
        Map.of("authorization", "Bearer s3cret", "traceparent", TRACE, "x-custom", "1"),
        false);
    for (Exchange earlier : List.of(first, second)) {
      assertThat(seen(stock, earlier)).hasSize(4);
      assertThat(seen(ciliumFlows.ring(), earlier)).hasSize(4);
    }
    assertThat(socket.counts().decoded()).isEqualTo(12);
    assertThat(problems.counts().values()).allMatch(count -> count == 0);
  }

  private Exchange compare(String method, String path, Map<String, String> headers, boolean denied)
      throws Exception {
    Exchange sent = node.exchange(method, path, headers);
    assertThat(sent.status()).isEqualTo(denied ? 403 : 200);
    List<Flow> expected = four(stock, sent);
    log(sent.withRequestId(UUID.randomUUID().toString()), denied, expected);
    List<Flow> flows = four(ciliumFlows.ring(), sent);
    for (int i = 0; i < 4; i++) {
      assertThat(json(flows.get(i))).as("flow %d", i).isEqualTo(json(expected.get(i)));
      compareHeaders(expected.get(i), flows.get(i));
      assertThat(flows.get(i).toString()).doesNotContain("s3cret");
    }
    return sent;
  }

  /** Both hops; on the way out, the answer to a denial is an answer like any other. */
  private void log(Exchange exchange, boolean denied, List<Flow> expected) {
    var log = new CiliumLog(client, node.agent().reconciler().view());
    long now = clock.instant().toEpochMilli() * 1_000_000;
    long inner = denied ? 1_000_000 : latency(expected, TrafficDirection.INGRESS);
    log.log(exchange, false, false, now, latency(expected, TrafficDirection.EGRESS));
    log.log(exchange, true, denied, now, inner);
  }

  private static long latency(List<Flow> flows, TrafficDirection direction) {
    return flows.stream()
        .filter(f -> f.getTrafficDirection() == direction && f.getIsReply().getValue())
        .mapToLong(f -> f.getL7().getLatencyNs())
        .findFirst()
        .orElseThrow();
  }

  private List<Flow> four(FlowRing ring, Exchange exchange) {
    await().atMost(PATIENCE).until(() -> seen(ring, exchange).size() >= 4);
    List<Flow> flows = seen(ring, exchange);
    assertThat(flows).hasSize(4);
    return sorted(flows);
  }

  /** What there is by now of an exchange, which has a connection and so a port of its own. */
  private List<Flow> seen(FlowRing ring, Exchange exchange) {
    List<Flow> flows = new ArrayList<>();
    var reader = new RingReader(ring, 0, clock);
    for (var event = reader.next(); event.isPresent(); event = reader.next()) {
      if (event.get() instanceof FlowEvent.Seen seen
          && seen.flow().hasL7()
          && clientPort(seen.flow()) == exchange.client().getPort()) {
        flows.add(seen.flow());
      }
    }
    return flows;
  }

  private static int clientPort(Flow flow) {
    TCP ports = flow.getL4().getTCP();
    return flow.getIsReply().getValue() ? ports.getDestinationPort() : ports.getSourcePort();
  }

  private static List<Flow> sorted(List<Flow> flows) {
    return flows.stream()
        .sorted(
            Comparator.comparing(Flow::getTrafficDirection)
                .thenComparing(f -> f.getIsReply().getValue()))
        .toList();
  }

  /** Without what no two runs have in common, and without headers. */
  private static String json(Flow flow) throws ProtoJsonException {
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
