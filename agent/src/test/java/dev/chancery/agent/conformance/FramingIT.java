package dev.chancery.agent.conformance;

import static dev.chancery.agent.conformance.PublicOnly.POD;
import static dev.chancery.agent.conformance.PublicOnly.STRANGER;
import static dev.chancery.agent.conformance.PublicOnly.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one request ends and the next begins, and which bytes a request may hold. */
final class FramingIT {
  @TempDir static Path dir;
  private static PublicOnly server;

  @BeforeAll
  static void start() throws IOException {
    server = PublicOnly.start(dir);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.forget();
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
      assertThat(server.exchange(client, request, 1).get(0))
          .as(framing)
          .isGreaterThanOrEqualTo(400);
    }
    String request = "POST /public/a HTTP/1.1\r\nHost: good\r\nContent-Length: x\r\n\r\n" + chunks;
    assertThat(server.exchange(client, request, 2)).containsExactly(400, 0);
    assertThat(server.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void pipelinedRequestsAreJudgedOneByOne(String client) throws IOException {
    String pipeline = get("/public/1", "") + get("/admin", "") + get("/public/2", "");
    List<Integer> statuses = server.exchange(client, pipeline, 3);
    // Envoy answers no more than two at once by itself and then ends the connection.
    assertThat(statuses).isIn(List.of(200, 403, 200), List.of(200, 403, 0));
    assertThat(server.lines())
        .isEqualTo(
            statuses.get(2) == 200
                ? List.of("GET /public/1 HTTP/1.1", "GET /public/2 HTTP/1.1")
                : List.of("GET /public/1 HTTP/1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void pipelinedRequestsAreAllAnswered(String client) throws IOException {
    String pipeline = get("/public/1", "").repeat(20) + get("/public/2", "Connection: close\r\n");
    assertThat(server.exchange(client, pipeline, 22))
        .hasSize(22)
        .endsWith(200, 0)
        .doesNotContain(403);
    assertThat(server.lines()).hasSize(21).endsWith("GET /public/2 HTTP/1.1");
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
    assertThat(server.exchange(client, sized + inner + chunked + last, 4))
        .containsExactly(200, 200, 200, 0);
    assertThat(server.lines())
        .containsExactly(
            "POST /public/1 HTTP/1.1", "POST /public/2 HTTP/1.1", "GET /public/3 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void looseLinesHideNoRequest(String client) throws IOException {
    assertThat(server.exchange(client, "GET /public/lf HTTP/1.1\nHost: good\n\n", 1))
        .containsExactly(200);
    String folded = get("/public/fold", "X-A: b\r\n GET /admin HTTP/1.1\r\n");
    assertThat(server.exchange(client, folded, 1)).containsExactly(200);
    assertThat(server.lines())
        .containsExactly("GET /public/lf HTTP/1.1", "GET /public/fold HTTP/1.1");
    assertThat(server.seen().get(1)).containsOnlyOnce("\r\nx-a: b GET /admin HTTP/1.1");
    assertThat(server.exchange(client, get("/public/x", "X-A: b\nGET /admin HTTP/1.1\r\n"), 1))
        .containsExactly(400);
    assertThat(server.exchange(client, get("/public/x", "X-A: b\0c\r\n"), 1)).containsExactly(400);
    assertThat(server.seen()).hasSize(2);
    String bareReturn = get("/public/cr", "X-A: b\rGET /admin HTTP/1.1\r\n");
    assertThat(server.exchange(client, bareReturn, 1)).containsExactly(200);
    assertThat(server.seen()).hasSize(3);
    assertThat(server.seen().get(2)).contains("\r\nx-a: bGET /admin HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void oddBytesInAPathAreNeverMatched(String client) throws IOException {
    for (String odd : List.of("\0", " ", "\t", "\u007f", "\u00e9", "#frag", "%00")) {
      String request = get("/public/a" + odd + "b", "");
      assertThat(server.exchange(client, get("/public/first", "") + request, 2))
          .as("byte %d", (int) odd.charAt(0))
          .containsExactly(200, 400);
      // As the first bytes of a connection they may be no HTTP, and then nothing allows them.
      assertThat(server.exchange(client, request, 1).get(0)).isIn(0, 400);
    }
    assertThat(server.lines()).containsOnly("GET /public/first HTTP/1.1").hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void oversizeIsJudgedLikeAnyOther(String client) throws IOException {
    String name = "a".repeat(20_000);
    assertThat(server.statusOf(client, "GET /public/" + name + " HTTP/1.1\r\nHost: good"))
        .isEqualTo(200);
    assertThat(server.statusOf(client, "GET /admin/" + name + " HTTP/1.1\r\nHost: good"))
        .isEqualTo(403);
    String header = "X-A: " + "b".repeat(40_000);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\n" + header))
        .isEqualTo(200);
    assertThat(server.statusOf(client, "GET /admin HTTP/1.1\r\nHost: good\r\n" + header))
        .isEqualTo(403);
    int reached = server.seen().size();
    assertThat(
            server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\n" + header + header))
        .isIn(0, 431);
    assertThat(server.statusOf(client, "G".repeat(8192) + " /public/a HTTP/1.1\r\nHost: good"))
        .isIn(0, 400);
    assertThat(server.seen()).hasSize(reached).hasSize(2);
  }
}
