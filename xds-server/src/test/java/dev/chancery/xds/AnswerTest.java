package dev.chancery.xds;

import static dev.chancery.xds.Samples.RBAC;
import static dev.chancery.xds.Samples.listener;
import static dev.chancery.xds.Samples.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private final TestServer server = TestServer.inProcess(XdsServer.builder());

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void completesWhenTheNodeTakesTheVersion() {
    String version = server.publish(rbac("a", "1"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    var other = server.xds.whenAnswered("other", rbac("a"));
    var client = server.delta("n").subscribe(RBAC, "a");
    assertThat(answer).isNotDone();
    client.nextAcked();
    assertThat(answer).isCompletedWithValue(new Acked(version));
    assertThat(other).isNotDone();
  }

  @Test
  void completesAtOnceWhenTheNodeHasAnsweredAlready() {
    String version = server.publish(rbac("a", "1"));
    server.delta("n").subscribe(RBAC, "a").nextAcked();
    assertThat(server.xds.whenAnswered("n", rbac("a"))).isCompletedWithValue(new Acked(version));
  }

  @Test
  void carriesTheWordsOfARejection() {
    String version = server.publish(rbac("a", "1"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nack(client.next(), "missing ]");
    assertThat(answer).isCompletedWithValue(new Rejected(version, "missing ]"));
    assertThat(server.xds.whenAnswered("n", rbac("a")))
        .isCompletedWithValue(new Rejected(version, "missing ]"));
  }

  @Test
  void anOlderAnswerDoesNotCount() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    Received first = client.next();
    String second = server.publish(rbac("a", "2"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    client.ack(first);
    assertThat(answer).isNotDone();
    client.nextAcked();
    assertThat(answer).isCompletedWithValue(new Acked(second));
  }

  /** In one process a client that does not read is not ready, so nothing goes out to it. */
  @Test
  void contentThatWentAndCameBackUnsentCountsAsTaken() {
    String version = server.publish(rbac("a", "1"));
    var client = server.slowDelta("n").subscribe(RBAC, "a");
    client.read(1);
    Received first = client.next();
    client.ack(first);
    server.publish(rbac("a", "2"));
    server.publish(rbac("a", "1"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    client.read(1_000_000);
    assertThat(client.drain()).noneMatch(r -> r.typeUrl().equals(RBAC));
    assertThat(answer).isCompletedWithValue(new Acked(version));
  }

  @Test
  void quotedVersionCountsAsTaken() {
    String version = server.publish(rbac("a", "1"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    server.delta("n").subscribe(RBAC, List.of("a"), Map.of("a", version));
    assertThat(answer).isCompletedWithValue(new Acked(version));
  }

  @Test
  void removalCompletesWhenTheNodeHasAnsweredIt() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    server.remove(rbac("a"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    assertThat(answer).isNotDone();
    client.nextAcked();
    assertThat(answer).isCompletedWithValue(new Acked(""));
    assertThat(server.xds.whenAnswered("n", rbac("a"))).isCompletedWithValue(new Acked(""));
  }

  @Test
  void removalCompletesWhenTheNodeWantsTheResourceNoMore() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    server.remove(rbac("a"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    client.unsubscribe(RBAC, "a");
    assertThat(answer).isCompletedWithValue(new Acked(""));
  }

  @Test
  void removalCompletesWhenANewProcessOfTheNodeNeverHadTheResource() {
    server.publish(listener("a", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    client.nextAcked();
    client.close();
    server.remove(listener("a"));
    var answer = server.xds.whenAnswered("n", listener("a"));
    var stillHasIt =
        server.delta("n").subscribe(EnvoyTypes.LISTENER, List.of(), Map.of("a", "0001"));
    assertThat(answer).isNotDone();
    stillHasIt.close();
    server.delta("n").subscribe(EnvoyTypes.LISTENER);
    assertThat(answer).isCompletedWithValue(new Acked(""));
  }

  @Test
  void removalInTheStateOfTheWorldIsAnsweredByTheNextAck() {
    server.publish(listener("a", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    client.nextAcked();
    server.remove(listener("a"));
    var answer = server.xds.whenAnswered("n", listener("a"));
    assertThat(answer).isNotDone();
    client.nextAcked();
    assertThat(answer).isCompletedWithValue(new Acked(""));
  }

  @Test
  void resourceRemovedBeforeItWasTakenCompletesTheWait() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    Received first = client.next();
    var answer = server.xds.whenAnswered("n", rbac("a"));
    server.remove(rbac("a"));
    client.ack(first);
    client.nextAcked();
    assertThat(answer).isCompleted();
  }

  @Test
  void timeOutOfTheCallerLeavesNothingBehind() {
    server.publish(rbac("a", "1"));
    var answer = server.xds.whenAnswered("n", rbac("a"));
    assertThat(server.xds.waits()).isEqualTo(1);
    assertThat(answer.cancel(false)).isTrue();
    assertThat(server.xds.waits()).isZero();
  }

  @Test
  void aListenerThatThrowsDisturbsNobody() throws Exception {
    TestServer failing =
        TestServer.inProcess(
            XdsServer.builder()
                .listener(
                    (node, key, outcome) -> {
                      throw new IllegalStateException("on purpose");
                    }));
    String version = failing.publish(rbac("a", "1"));
    var answer = failing.xds.whenAnswered("n", rbac("a"));
    failing.delta("n").subscribe(RBAC, "a").nextAcked();
    assertThat(answer).isCompletedWithValue(new Acked(version));
    assertThat(failing.xds.count(Counter.ERRORS)).isEqualTo(1);
    failing.close();
  }
}
