package dev.chancery.xds;

import static dev.chancery.xds.EnvoyResources.POLICY;
import static dev.chancery.xds.EnvoyResources.allow;
import static dev.chancery.xds.EnvoyResources.listenerOn;
import static dev.chancery.xds.Samples.listener;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real Envoy as the client, over a unix socket. */
class EnvoyIT {
  private static final ResourceKey POLICY_KEY = Samples.rbac(POLICY);

  private final Path folder = TestServer.temporaryFolder();
  private final Path socket = folder.resolve("xds.sock");
  private int port;
  private TestServer server = start();
  private Envoy envoy;

  @BeforeEach
  void startEnvoy() throws Exception {
    port = Envoy.freePort();
    server.publish(listenerOn("l", port));
    envoy = Envoy.start(folder, socket);
    assertThat(answer(listener("l"))).isInstanceOf(Acked.class);
  }

  @AfterEach
  void stopAll() throws Exception {
    envoy.close();
    server.close();
    Files.delete(folder.resolve("bootstrap.yaml"));
    Files.delete(folder.resolve("envoy.log"));
    assertThat(folder).as("what is left behind").isEmptyDirectory();
  }

  @Test
  void editsTakeEffectOnALiveConnection() throws Exception {
    try (var connection = connect()) {
      assertThat(connection.get("/a")).as("before the first policy").isEqualTo(403);
      assertThat(server.clients()).extracting(ClientState::peer).containsExactly("unix");
      for (int edit = 0; edit < 20; edit++) {
        String allowed = "/v" + edit;
        String version = server.publish(allow(allowed));
        assertThat(answer(POLICY_KEY)).isEqualTo(new Acked(version));
        await().until(() -> connection.get(allowed) == 200);
        assertThat(connection.get("/v" + (edit - 1))).isEqualTo(403);
      }
      server.remove(POLICY_KEY);
      assertThat(answer(POLICY_KEY)).isEqualTo(new Acked(""));
      await().until(() -> connection.get("/v19") == 403);
    }
  }

  @Test
  void badPatternIsRejectedOnceAndTheLastGoodPolicyStays() throws Exception {
    server.publish(allow("/a"));
    assertThat(answer(POLICY_KEY)).isInstanceOf(Acked.class);
    long before = server.xds.count(Counter.RESPONSES);

    String bad = server.publish(allow("[a-"));
    Delivery answer = answer(POLICY_KEY);
    assertThat(answer).isInstanceOf(Rejected.class);
    assertThat(((Rejected) answer).reason()).contains("missing ]");
    assertThat(answer.version()).isEqualTo(bad);
    assertThat(server.news).contains(new TestServer.News(Envoy.NODE, POLICY_KEY, answer));

    server.publish(allow("[a-"));
    // A cluster is a barrier: its answer comes after whatever else was on its way.
    server.publish(Samples.cluster("other", ""));
    assertThat(answer(Samples.cluster("other"))).isInstanceOf(Acked.class);
    assertThat(server.xds.count(Counter.RESPONSES)).isEqualTo(before + 2);
    assertThat(server.xds.count(Counter.NACKS)).isEqualTo(1);
    try (var connection = connect()) {
      assertThat(connection.get("/a")).isEqualTo(200);
      server.publish(allow("/b"));
      assertThat(answer(POLICY_KEY)).isInstanceOf(Acked.class);
      await().until(() -> connection.get("/b") == 200);
    }
  }

  @Test
  void restartedServerWithTheSameContentSendsNothing() throws Exception {
    String version = server.publish(allow("/a"));
    assertThat(answer(POLICY_KEY)).isEqualTo(new Acked(version));
    try (var connection = connect()) {
      await().until(() -> connection.get("/a") == 200);
      server.close();
      assertThat(connection.get("/a")).as("while the server is away").isEqualTo(200);

      server = start();
      server.publish(listenerOn("l", port), allow("/a"));
      assertThat(answer(POLICY_KEY)).isEqualTo(new Acked(version));
      assertThat(answer(listener("l"))).isInstanceOf(Acked.class);
      assertThat(server.xds.count(Counter.RESPONSES))
          .as("the empty answer for clusters")
          .isEqualTo(1);

      server.publish(allow("/b"));
      await().until(() -> connection.get("/b") == 200);
      assertThat(connection.get("/a")).isEqualTo(403);
    }
  }

  private TestServer start() {
    return TestServer.unixSocket(XdsServer.builder().clock(Clock.systemUTC()), socket);
  }

  private Delivery answer(ResourceKey key) throws Exception {
    return server.xds.whenAnswered(Envoy.NODE, key).get(30, TimeUnit.SECONDS);
  }

  /** The ACK of a listener comes before it accepts. */
  private Envoy.Connection connect() {
    return await().ignoreExceptions().until(() -> new Envoy.Connection(port), c -> true);
  }
}
