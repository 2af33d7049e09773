package dev.chancery.xds;

import static dev.chancery.xds.Samples.RBAC;
import static dev.chancery.xds.Samples.listener;
import static dev.chancery.xds.Samples.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one client can cost. */
class BoundsTest {
  private TestServer server =
      TestServer.inProcess(XdsServer.builder().limits(new Limits(4, 10, 3, 1000, 2, 4 << 20)));

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void slowReaderCostsNamesAndGetsTheNewestContent() throws Exception {
    server.close();
    server = TestServer.unixSocket(XdsServer.builder());
    String big = "x".repeat(50_000);
    var client = server.slowDelta("n").subscribe(EnvoyTypes.LISTENER, "a", "b");
    for (int i = 0; i < 200; i++) {
      server.publish(listener("a", i + big), listener("b", i + big));
    }
    client.read(Integer.MAX_VALUE);
    List<Received> all = client.drain();
    Set<String> heard = new HashSet<>();
    all.forEach(r -> r.resources().forEach(content -> heard.add(content.replace("x", ""))));
    assertThat(heard).contains("a=199", "b=199");
    assertThat(server.xds.count(Counter.RESPONSES)).isLessThan(150);
  }

  @Test
  void unansweredResponsesAreBounded() {
    for (int i = 0; i < 10; i++) {
      server.publish(rbac("r" + i, "1"));
    }
    var client = server.delta("n");
    client.subscribe(RBAC, names(10).toArray(String[]::new));
    Received first = client.next();
    client.next();
    Received third = client.next();
    assertThat(client.unread()).isZero();
    client.ack(first);
    client.next();
    assertThat(client.unread()).isZero();
    // An answer frees what was sent before it, too.
    client.ack(third);
    client.next();
    client.next();
    assertThat(client.unread()).isZero();
  }

  @Test
  void batchIsCutBySize() {
    server.publish(listener("a", "x".repeat(900)), listener("b", "x".repeat(900)));
    server.publish(listener("c", "x".repeat(900)));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    assertThat(client.nextAcked().resources()).hasSize(2);
    assertThat(client.nextAcked().resources()).hasSize(1);
  }

  @Test
  void tooManyNamesEndThatStreamOnly() {
    var other = server.delta("other").subscribe(RBAC, "a");
    other.nextAcked();
    var client = server.delta("n").subscribe(RBAC, names(11).toArray(String[]::new));
    assertThat(Status.fromThrowable(client.awaitEnd()).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    server.publish(rbac("a", "1"));
    assertThat(other.nextAcked().resources()).containsExactly("a=1");
    assertThat(server.xds.count(Counter.OVER_LIMIT)).isEqualTo(1);
    assertThat(server.clients()).hasSize(1);
  }

  @Test
  void tooManyTypesEndThatStream() {
    var client = server.delta("n");
    IntStream.range(0, 5).forEach(i -> client.subscribe("type.googleapis.com/t" + i));
    assertThat(Status.fromThrowable(client.awaitEnd()).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void overLongNameEndsThatStream() {
    var client = server.delta("n").subscribe(RBAC, "x".repeat(5000));
    assertThat(Status.fromThrowable(client.awaitEnd()).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void reasonOfARejectionIsCut() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nack(client.next(), "y".repeat(100_000));
    var rejected = (Delivery.Rejected) server.delivery("n", rbac("a"));
    assertThat(rejected.reason()).hasSize(4096);
  }

  @Test
  void endedStreamLeavesNothingBehind() {
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    client.close();
    assertThat(server.clients()).isEmpty();
    assertThat(server.xds.store().isIdle()).isTrue();
  }

  @Test
  void changeCostsItsWatchersAndNotTheOthers() {
    List<DeltaClient> clients =
        IntStream.range(0, 50)
            .mapToObj(i -> server.delta("n" + i).subscribe(RBAC, "r" + i))
            .toList();
    clients.forEach(DeltaClient::nextAcked);
    long before = server.xds.count(Counter.RESPONSES);
    server.publish(rbac("r7", "1"));
    assertThat(clients.get(7).nextAcked().resources()).containsExactly("r7=1");
    assertThat(server.xds.count(Counter.RESPONSES)).isEqualTo(before + 1);
    assertThat(server.xds.store().update(List.of(rbac("r7", "2")), List.of()).changed())
        .containsExactly(rbac("r7"));
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
  }
}
