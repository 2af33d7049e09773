package dev.chancery.agent.conformance;

import static dev.chancery.agent.conformance.PublicOnly.POD;
import static dev.chancery.agent.conformance.PublicOnly.STRANGER;
import static dev.chancery.agent.conformance.PublicOnly.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that name a host, a path, a client or a protocol that is not theirs. */
final class ImpersonationIT {
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
  void oneAuthorityIsMatchedAndForwarded(String client) throws IOException {
    assertThat(server.statusOf(client, "GET http://evil/public/a HTTP/1.1\r\nHost: good"))
        .isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\nHost: evil"))
        .isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: evil\r\nHost: good"))
        .isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good@evil")).isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good.")).isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: GOOD")).isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost:")).isEqualTo(403);
    assertThat(
            server.statusOf(
                client, "GET /public/a HTTP/1.1\r\nX-Forwarded-Host: good\r\nHost: evil"))
        .isEqualTo(403);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good/evil")).isEqualTo(400);
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nX-Host: good")).isEqualTo(400);
    // Nothing is TLS here, and no path is no path that a rule could allow.
    assertThat(server.statusOf(client, "GET https://good/public/a HTTP/1.1\r\nHost: good"))
        .isEqualTo(403);
    assertThat(server.statusOf(client, "OPTIONS * HTTP/1.1\r\nHost: good")).isEqualTo(404);
    assertThat(server.seen()).isEmpty();
    assertThat(server.statusOf(client, "GET http://good/public/a HTTP/1.1\r\nHost: evil"))
        .isEqualTo(200);
    assertThat(server.seen()).hasSize(1);
    assertThat(server.seen().get(0)).contains("\r\nhost: good\r\n").doesNotContain("evil");
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
      assertThat(server.statusOf(client, "GET /admin HTTP/1.1\r\nHost: good\r\n" + header))
          .as(header)
          .isEqualTo(403);
    }
    assertThat(server.seen()).isEmpty();
    for (String header : trusted) {
      assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\n" + header))
          .as(header)
          .isEqualTo(200);
    }
    assertThat(server.seen()).hasSize(trusted.size());
    assertThat(server.statusOf(client, "GET /public/a HTTP/1.1\r\nHost: good\r\nConnection: host"))
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
      List<Integer> statuses = server.exchange(client, request + after, 1);
      assertThat(statuses.get(0)).as(request).isIn(0, 400, 403, 404);
    }
    assertThat(server.seen()).isEmpty();
    String h2c =
        "Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
    assertThat(server.exchange(client, get("/public/h2c", h2c), 1).get(0)).isIn(200, 403);
    assertThat(server.seen())
        .allSatisfy(head -> assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("upgrade"));
  }
}
