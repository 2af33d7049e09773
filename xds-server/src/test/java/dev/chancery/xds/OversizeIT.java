package dev.chancery.xds;

import static dev.chancery.xds.Samples.POLICY;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that takes no message above 4 MiB, gRPC's default, over a unix-domain socket. */
class OversizeIT {
  /** Logs each frame that comes in after the client has reset the stream. */
  private static final Logger CLIENT_LOG =
      Logger.getLogger("io.grpc.internal.AbstractClientStream");

  private static final String FIVE_MIB = "x".repeat(5 << 20);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final TestServer server =
      TestServer.unixSocket(
          XdsServer.builder()
              .clock(now::get)
              .type(
                  ResourceType.of(POLICY).withVersions(VersionScheme.numbered()).withIsolation()));

  @BeforeAll
  static void quietenTheClient() {
    CLIENT_LOG.setLevel(Level.WARNING);
  }

  @AfterEach
  void stopServer() {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  /** Connects, asks for all and sees the stream end; returns once the server knows. */
  private Status attempt() {
    SotwClient client = server.sotw("n").subscribe(POLICY);
    Status status = Status.fromThrowable(client.awaitEnd());
    await().pollInterval(Duration.ofMillis(5)).until(() -> server.clients().isEmpty());
    return status;
  }

  @Test
  void largeSnapshotIsSentAFewTimesOnlyAndSaysWhy() {
    server.publish(policy("a", FIVE_MIB));
    assertThat(attempt().getDescription()).contains("maximum");
    assertThat(server.xds.oversizes()).isEmpty();
    assertThat(attempt().getDescription()).contains("maximum");
    for (int i = 0; i < 50; i++) {
      Status refused = attempt();
      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getDescription()).contains("4194304").contains("raise the client's limit");
    }
    assertThat(server.xds.count(Counter.RESPONSES)).isEqualTo(2);
    assertThat(server.xds.count(Counter.OVERSIZE)).isEqualTo(50);
    Oversize shown = server.xds.oversizes().get(0);
    assertThat(shown.nodeId()).isEqualTo("n");
    assertThat(shown.bytes()).isBetween(5 << 20, (5 << 20) + 200);
    assertThat(shown.attempts()).isEqualTo(2);

    Duration firstPause = Duration.between(now.get(), shown.retryAt());
    now.set(shown.retryAt());
    assertThat(attempt().getDescription()).contains("maximum");
    Oversize later = server.xds.oversizes().get(0);
    assertThat(Duration.between(now.get(), later.retryAt())).isEqualTo(firstPause.multipliedBy(2));
    assertThat(server.xds.count(Counter.RESPONSES)).isEqualTo(3);
  }

  @Test
  void smallerContentIsSentAtOnceAndClearsTheList() {
    server.publish(policy("a", FIVE_MIB), policy("b", "1"));
    attempt();
    attempt();
    assertThat(server.xds.oversizes()).hasSize(1);
    server.remove(policy("a"));
    SotwClient client = server.sotw("n").subscribe(POLICY);
    assertThat(client.nextAcked().resources()).containsExactly("b=1");
    client.expectNothing();
    assertThat(server.xds.oversizes()).isEmpty();
  }

  @Test
  void clientThatTakesItIsServed() {
    server.publish(policy("a", FIVE_MIB));
    attempt();
    attempt();
    now.set(server.xds.oversizes().get(0).retryAt());
    SotwClient able = server.sotw("n", 64 << 20).subscribe(POLICY);
    assertThat(able.nextAcked().resources()).hasSize(1);
    able.expectNothing();
    assertThat(server.xds.oversizes()).isEmpty();
    able.close();
    server.sotw("n", 64 << 20).subscribe(POLICY).nextAcked();
  }
}
