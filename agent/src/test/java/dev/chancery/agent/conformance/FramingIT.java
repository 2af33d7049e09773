package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that clients send to be taken for something else. The application may see {@code /public/}
 * of the host {@code good} alone, whatever else the bytes pretend; each test runs from an address
 * that is no pod, and from a pod, whose requests pass two HTTP managers.
 */
final class FramingIT {
  private static final int PORT = 8080;
  private static final String STRANGER = "127.99.0.1";
  private static final String POD = "127.40.1.1";

  @TempDir static Path dir;
  private static ConformanceNode node;
  private EchoServer application;
  private int before;

  @BeforeAll
  static void start() throws IOException {
    node = ConformanceNode.start(dir);
    Object port = Map.of("port", "8080", "protocol", "TCP");
    Object rule = Map.of("method", "GET|POST", "path", "/public/.*", "host", "good(:[0-9]+)?");
    var ingress =
        Map.of(
            "toPorts",
            List.of(Map.of("ports", List.of(port), "rules", Map.of("http", List.of(rule)))));
    var egress =
        Map.of(
            "toPorts",
            List.of(Map.of("ports", List.of(port), "rules", Map.of("http", List.of(Map.of())))));
    assertThat(
            node.enforce(
                List.of(policy("cart", "ingress", ingress), policy("web", "egress", egress))))
        .isEmpty();
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  @BeforeEach
  void count() {
    application = node.application(Fleet.CART, PORT);
    before = application.requests();
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void twoFramingsOfOneBodyAreRefused(String client) throws IOException {
    String chunks = "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: good\r\n\r\n";
    for (String framing :
        List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5, 6",
            "Content-Length: +5",
            "Content-Length: 0x5",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: \u000bchunked")) {
      String request = "POST /public/a HTTP/1.1\r\nHost: good\r\n" + framing + "\r\n\r\n" + chunks;
      List<Integer> statuses = exchange(client, request, 2);
      assertThat(statuses.get(0)).as(framing).isGreaterThanOrEqualTo(400);
      assertThat(statuses.get(1)).as(framing).isZero();
    }
    assertThat(seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void pipelinedRequestsAreJudgedOneByOne(String client) throws IOException {
    String pipeline =
        get("/public/1", "")
            + get("/admin", "")
            + get("/public/2", "")
            + get("//admin", "Connection: close\r\n");
    assertThat(exchange(client, pipeline, 5)).containsExactly(200, 403, 200, 403, 0);
    assertThat(lines()).containsExactly("GET /public/1 HTTP/1.1", "GET /public/2 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void requestInABodyIsABody(String client) throws IOException {
    String inner = get("/admin", "");
    String sized =
        "POST /public/1 HTTP/1.1\r\nHost: good\r\nContent-Length: " + inner.length() + "\r\n\r\n";
    String chunked =
        "POST /public/2 HTTP/1.1\r\nHost: good\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(inner.length())
            + "\r\n"
            + inner
            + "\r\n0\r\n\r\n";
    String last = get("/public/3", "Connection: close\r\n");
    assertThat(exchange(client, sized + inner + chunked + last, 4))
        .containsExactly(200, 200, 200, 0);
    assertThat(lines())
        .containsExactly(
            "POST /public/1 HTTP/1.1", "POST /public/2 HTTP/1.1", "GET /public/3 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void looseLinesHideNoRequest(String client) throws IOException {
    assertThat(exchange(client, "GET /public/lf HTTP/1.1\nHost: good\n\n", 1)).containsExactly(200);
    String folded = get("/public/fold", "X-A: b\r\n GET /admin HTTP/1.1\r\n");
    assertThat(exchange(client, folded, 1)).containsExactly(200);
    assertThat(lines()).containsExactly("GET /public/lf HTTP/1.1", "GET /public/fold HTTP/1.1");
    assertThat(seen().get(1)).containsOnlyOnce("\r\nx-a: b GET /admin HTTP/1.1");
    assertThat(exchange(client, get("/public/x", "X-A: b\nGET /admin HTTP/1.1\r\n"), 2))
        .containsExactly(400, 0);
    assertThat(exchange(client, get("/public/x", "X-A: b\0c\r\n"), 2)).containsExactly(400, 0);
    assertThat(seen()).hasSize(2);
    String bareReturn = get("/public/cr", "X-A: b\rGET /admin HTTP/1.1\r\n");
    assertThat(exchange(client, bareReturn, 1)).containsExactly(200);
    assertThat(seen()).hasSize(3);
    assertThat(seen().get(2)).contains("\r\nx-a: bGET /admin HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void oddBytesInAPathAreNeverMatched(String client) throws IOException {
    for (String odd : List.of("\0", " ", "\t", "\u007f", "\u00e9", "#frag", "%00")) {
      String request = get("/public/a" + odd + "b", "");
      assertThat(exchange(client, get("/public/first", "") + request, 3))
          .as("byte %d", (int) odd.charAt(0))
          .containsExactly(200, 400, 0);
      // As the first bytes of a connection they may be no HTTP, and then nothing allows them.
      assertThat(exchange(client, request, 1).get(0)).isIn(0, 400);
    }
    assertThat(lines()).containsOnly("GET /public/first HTTP/1.1").hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void oneAuthorityIsMatchedAndForwarded(String client) throws IOException {
    assertThat(statusOf(client, "GET http://evil/public/a HTTP/1.1\r\nHost: good")).isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\nHost: evil"))
        .isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: evil\r\nHost: good"))
        .isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good@evil")).isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good.")).isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: GOOD")).isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost:")).isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nX-Forwarded-Host: good\r\nHost: evil"))
        .isEqualTo(403);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good/evil")).isEqualTo(400);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nX-Host: good")).isEqualTo(400);
    assertThat(seen()).isEmpty();
    assertThat(statusOf(client, "GET http://good/public/a HTTP/1.1\r\nHost: evil")).isEqualTo(200);
    assertThat(seen()).hasSize(1);
    assertThat(seen().get(0)).contains("\r\nhost: good\r\n").doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void headersThatOtherProxiesTrustChangeNothing(String client) throws IOException {
    List<String> trusted =
        List.of(
            "X-Envoy-Original-Path: /public/a",
            "X-Envoy-Decorator-Operation: a",
            "X-Envoy-Original-Host: good",
            "X-Original-Url: /public/a",
            "X-Rewrite-Url: /public/a",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Proto: https",
            "X-Real-Ip: 127.0.0.1",
            "X-Http-Method-Override: GET",
            "X-Chancery-Next-Hop: ingress/127.40.0.2",
            "Connection: x-chancery-next-hop");
    for (String header : trusted) {
      assertThat(statusOf(client, "GET /admin HTTP/1.1\r\nHost: good\r\n" + header))
          .as(header)
          .isEqualTo(403);
    }
    assertThat(seen()).isEmpty();
    for (String header : trusted) {
      assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\n" + header))
          .as(header)
          .isEqualTo(200);
    }
    assertThat(seen()).hasSize(trusted.size());
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\nConnection: host"))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void protocolDoesNotChangeUnasked(String client) throws IOException {
    String after = "\r\n\r\nGET /admin HTTP/1.1\r\nHost: good\r\n\r\n";
    for (String request :
        List.of(
            "CONNECT good:8080 HTTP/1.1\r\nHost: good:8080",
            "CONNECT /public/a HTTP/1.1\r\nHost: good",
            "GET /admin HTTP/1.1\r\nHost: good\r\nConnection: upgrade\r\nUpgrade: websocket",
            "GET /admin HTTP/1.1\r\nHost: good\r\nConnection: upgrade\r\nUpgrade: h2c")) {
      List<Integer> statuses = exchange(client, request + after, 1);
      assertThat(statuses.get(0)).as(request).isIn(0, 400, 403, 404);
    }
    assertThat(seen()).isEmpty();
    String h2c =
        "Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
    assertThat(exchange(client, get("/public/h2c", h2c), 1).get(0)).isIn(200, 403);
    assertThat(seen()).allSatisfy(head -> assertThat(head.toLowerCase()).doesNotContain("upgrade"));
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void oversizeIsJudgedLikeAnyOther(String client) throws IOException {
    String name = "a".repeat(20_000);
    assertThat(statusOf(client, "GET /public/" + name + " HTTP/1.1\r\nHost: good")).isEqualTo(200);
    assertThat(statusOf(client, "GET /admin/" + name + " HTTP/1.1\r\nHost: good")).isEqualTo(403);
    String header = "X-A: " + "b".repeat(40_000);
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\n" + header))
        .isEqualTo(200);
    assertThat(statusOf(client, "GET /admin HTTP/1.1\r\nHost: good\r\n" + header)).isEqualTo(403);
    int reached = seen().size();
    assertThat(statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\n" + header + header))
        .isIn(0, 431);
    assertThat(statusOf(client, "G".repeat(8192) + " /public/a HTTP/1.1\r\nHost: good"))
        .isIn(0, 400);
    assertThat(seen()).hasSize(reached).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void answerArrivesBeforeTheConnectionIsClosed(String client) throws IOException {
    assertThat(exchange(client, get("/public/a", "Connection: close\r\n"), 2))
        .containsExactly(200, 0);
    assertThat(exchange(client, "GET /public/b HTTP/1.0\r\nHost: good\r\n\r\n", 2))
        .containsExactly(200, 0);
    assertThat(exchange(client, get("/admin", "Connection: close\r\n"), 2)).containsExactly(403, 0);
    assertThat(exchange(client, "GET /admin HTTP/1.0\r\nHost: good\r\n\r\n", 2))
        .containsExactly(403, 0);
    assertThat(lines()).containsExactly("GET /public/a HTTP/1.1", "GET /public/b HTTP/1.1");
  }

  /** Twice as many, one after the other, as Envoy lets a cluster have at once by default. */
  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void connectionsOfClientsThatHaveGoneStandInNobodysWay(String client) throws IOException {
    for (int i = 0; i < 2048; i++) {
      assertThat(statusOf(client, "GET /public/" + i + " HTTP/1.1\r\nHost: good"))
          .as("%d", i)
          .isEqualTo(200);
    }
  }

  private int statusOf(String client, String head) throws IOException {
    return exchange(client, head + "\r\n\r\n", 1).get(0);
  }

  /** The statuses of the next {@code count} answers; 0 where the connection has ended. */
  private List<Integer> exchange(String client, String bytes, int count) throws IOException {
    try (var connection = RawConnection.open(client, ConformanceNode.address(Fleet.CART, PORT))) {
      connection.send(bytes);
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        statuses.add(connection.answer(true).status());
      }
      return statuses;
    }
  }

  private List<String> seen() {
    return application.heads().subList(before, application.requests());
  }

  private List<String> lines() {
    return seen().stream().map(head -> head.lines().findFirst().orElse("")).toList();
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: good\r\n" + headers + "\r\n";
  }

  private static Map<String, Object> policy(String app, String direction, Object element) {
    return Map.of(
        "apiVersion",
        "cilium.io/v2",
        "kind",
        "CiliumNetworkPolicy",
        "metadata",
        Map.of("name", app, "namespace", "shop"),
        "spec",
        Map.of(
            "endpointSelector",
            Map.of("matchLabels", Map.of("app", app)),
            direction,
            List.of(element)));
  }
}
