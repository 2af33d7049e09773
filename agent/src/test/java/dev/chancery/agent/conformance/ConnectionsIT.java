package dev.chancery.agent.conformance;

import static dev.chancery.agent.conformance.PublicOnly.POD;
import static dev.chancery.agent.conformance.PublicOnly.STRANGER;
import static dev.chancery.agent.conformance.PublicOnly.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of connections when one side is done. */
final class ConnectionsIT {
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
  void answerArrivesBeforeTheConnectionIsClosed(String client) throws IOException {
    assertThat(server.exchange(client, get("/public/a", "Connection: close\r\n"), 2))
        .containsExactly(200, 0);
    assertThat(server.exchange(client, "GET /public/b HTTP/1.0\r\nHost: good\r\n\r\n", 2))
        .containsExactly(200, 0);
    assertThat(server.exchange(client, get("/admin", "Connection: close\r\n"), 2))
        .containsExactly(403, 0);
    assertThat(server.exchange(client, "GET /admin HTTP/1.0\r\nHost: good\r\n\r\n", 2))
        .containsExactly(403, 0);
    assertThat(server.lines()).containsExactly("GET /public/a HTTP/1.1", "GET /public/b HTTP/1.1");
  }

  /** Twice as many, one after the other, as Envoy lets a cluster have at once by default. */
  @ParameterizedTest
  @ValueSource(strings = {STRANGER, POD})
  void connectionsOfClientsThatHaveGoneStandInNobodysWay(String client) throws IOException {
    for (int i = 0; i < 2048; i++) {
      assertThat(server.statusOf(client, "GET /public/" + i + " HTTP/1.1\r\nHost: good"))
          .as("%d", i)
          .isEqualTo(200);
    }
  }
}
