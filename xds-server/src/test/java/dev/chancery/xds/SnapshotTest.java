package dev.chancery.xds;

import static dev.chancery.xds.Samples.POLICY;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A type in whole snapshots, without isolation. */
class SnapshotTest {
  private final TestServer server =
      TestServer.inProcess(
          XdsServer.builder()
              .type(
                  ResourceType.of(POLICY)
                      .withVersions(VersionScheme.numbered())
                      .withWholeSnapshots()));

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  @Test
  void anUpdateIsOneResponse() {
    server.publish(policy("a", "10.0.0.1"), policy("b", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    assertThat(client.nextAcked().resources()).containsExactly("a=10.0.0.1", "b=1");
    server
        .xds
        .store()
        .update(List.of(policy("b", "2"), policy("c", "10.0.0.1")), List.of(policy("a")));
    assertThat(client.nextAcked().resources()).containsExactly("b=2", "c=10.0.0.1");
    client.expectNothing();
  }

  @Test
  void anUpdateIsOneResponseOfTheIncrementalProtocolToo() {
    server.publish(policy("a", "10.0.0.1"), policy("b", "1"));
    var client = server.delta("n").subscribe(POLICY);
    client.nextAcked();
    server
        .xds
        .store()
        .update(List.of(policy("b", "2"), policy("c", "10.0.0.1")), List.of(policy("a")));
    Received update = client.nextAcked();
    assertThat(update.resources()).containsExactlyInAnyOrder("b=2", "c=10.0.0.1");
    assertThat(update.removed()).containsExactly("a");
    client.expectNothing();
    server.remove(policy("b"));
    assertThat(client.nextAcked().removed()).containsExactly("b");
  }

  @Test
  void updatesBeforeTheAnswerGoTogether() {
    server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    Received first = client.next();
    for (int i = 0; i < 100; i++) {
      server.publish(policy("b", "edit-" + i));
    }
    server.remove(policy("a"));
    client.expectNothing();
    client.ack(first);
    assertThat(client.nextAcked().resources()).containsExactly("b=edit-99");
    client.expectNothing();
  }

  @Test
  void contentThatComesBackBeforeItIsSentIsNotSent() {
    String version = server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    Received first = client.next();
    server.publish(policy("a", "2"));
    server.publish(policy("a", "1"));
    var answer = server.xds.whenAnswered("n", policy("a"));
    assertThat(answer).isNotDone();
    client.ack(first);
    client.expectNothing();
    assertThat(answer).isCompletedWithValue(new Acked(version));
  }

  @Test
  void afterANackNothingIsSentBeforeTheNextChange() {
    server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    client.nextAcked();
    String bad = server.publish(policy("a", "bad"), policy("b", "1"), policy("a2", "bad"));
    var answer = server.xds.whenAnswered("n", policy("b"));
    client.nack(client.next(), "one of them");
    client.expectNothing();
    assertThat(answer.join()).isInstanceOf(Rejected.class);
    assertThat(server.delivery("n", policy("a2"))).isEqualTo(new Rejected(bad, "one of them"));
    server.publish(policy("c", "1"));
    Received next = client.next();
    assertThat(next.resources()).containsExactly("a=bad", "a2=bad", "b=1", "c=1");
    client.nack(next, "again");
    client.expectNothing();
    server.publish(policy("a", "2"), policy("a2", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("a=2", "a2=2", "b=1", "c=1");
    assertThat(server.delivery("n", policy("b"))).isInstanceOf(Acked.class);
  }

  @Test
  void whatWasRefusedOnceIsNotSentAgainWhenItComesBack() {
    server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    client.nextAcked();
    String bad = server.publish(policy("a", "bad"));
    client.nack(client.next(), "no");
    server.publish(policy("a", "2"));
    client.nextAcked();
    server.publish(policy("a", "bad"));
    var answer = server.xds.whenAnswered("n", policy("a"));
    client.expectNothing();
    assertThat(answer).isCompletedWithValue(new Rejected(bad, "no"));
    assertThat(server.news.get(server.news.size() - 1).outcome())
        .isEqualTo(new Rejected(bad, "no"));
  }

  @Test
  void clientThatComesBackGetsWhatItHadInsteadOfWhatItRefused() {
    server.publish(policy("a", "1"));
    var first = server.sotw("n").subscribe(POLICY);
    Received good = first.nextAcked();
    String bad = server.publish(policy("a", "bad"));
    first.nack(first.next(), "no");
    first.close();
    var again = server.sotw("n").has(POLICY, good.version()).subscribe(POLICY);
    assertThat(again.nextAcked().resources()).containsExactly("a=1");
    again.expectNothing();
    assertThat(server.xds.whenAnswered("n", policy("a")))
        .isCompletedWithValue(new Rejected(bad, "no"));
    again.close();
    var newProcess = server.sotw("n").subscribe(POLICY);
    assertThat(newProcess.nextAcked().resources()).containsExactly("a=bad");
  }

  @Test
  void removalIsAnsweredByTheFirstAckOfAClientOfWhichNothingIsKnown() {
    server.publish(policy("a", "1"));
    var client = server.sotw("n").has(POLICY, "41").subscribe(POLICY);
    var answer = server.xds.whenAnswered("n", policy("gone"));
    assertThat(answer).isNotDone();
    assertThat(client.nextAcked().version()).isEqualTo("42");
    assertThat(answer).isCompletedWithValue(new Acked(""));
  }

  @Test
  void removalIsAnsweredByTheAckOfTheResponseWithoutIt() {
    server.publish(policy("a", "1"), policy("b", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    client.nextAcked();
    server.remove(policy("a"));
    var answer = server.xds.whenAnswered("n", policy("a"));
    Received without = client.next();
    assertThat(answer).isNotDone();
    client.ack(without);
    assertThat(answer).isCompletedWithValue(new Acked(""));
  }

  @Test
  void namedResourcesAreAnsweredAtOnceAlsoWhereSomeAreMissing() {
    server.publish(policy("a", "1"), policy("b", "1"));
    var client = server.sotw("n").subscribe(POLICY, "a", "missing");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    server.publish(policy("b", "2"));
    client.expectNothing();
    client.subscribe(POLICY, "a", "b", "missing");
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "b=2");
    client.subscribe(POLICY, "b");
    client.expectNothing();
    server.publish(policy("b", "3"));
    assertThat(client.nextAcked().resources()).containsExactly("b=3");
  }

  @Test
  void sizesAreShown() {
    server.publish(policy("a", "x".repeat(1000)));
    var client = server.sotw("n").subscribe(POLICY);
    client.nextAcked();
    int bytes = server.clients().get(0).subscriptions().get(0).responseBytes();
    assertThat(bytes).isBetween(1000, 1200);
    assertThat(server.xds.bytesSent()).containsEntry(POLICY, (long) bytes);
    assertThat(server.xds.isSubscribed("n", POLICY)).isTrue();
    assertThat(server.xds.isSubscribed("n", EnvoyTypes.LISTENER)).isFalse();
    client.close();
    assertThat(server.xds.isSubscribed("n", POLICY)).isFalse();
  }

  @Test
  void whatAClientMayHaveTakenOfWhatItRefusedIsTakenBack() {
    server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    client.nextAcked();
    server.publish(policy("b", "bad"), policy("c", "good"));
    client.nack(client.next(), "b");
    server.xds.store().update(List.of(), List.of(policy("b"), policy("c")));
    var removal = server.xds.whenAnswered("n", policy("c"));
    Received without = client.next();
    assertThat(without.resources()).containsExactly("a=1");
    assertThat(removal).isNotDone();
    client.ack(without);
    assertThat(removal).isCompletedWithValue(new Acked(""));
    client.expectNothing();
  }

  @Test
  void anEditThatAClientMayHaveTakenOfWhatItRefusedIsTakenBack() {
    String first = server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    client.nextAcked();
    server.publish(policy("a", "2"), policy("b", "bad"));
    client.nack(client.next(), "b");
    server.xds.store().update(List.of(policy("a", "1")), List.of(policy("b")));
    var answer = server.xds.whenAnswered("n", policy("a"));
    assertThat(answer).isNotDone();
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    assertThat(answer).isCompletedWithValue(new Acked(first));
    client.expectNothing();
  }

  @Test
  void clientThatComesBackMayHaveTakenOfWhatItRefused() {
    server.publish(policy("a", "1"));
    var first = server.sotw("n").subscribe(POLICY);
    Received good = first.nextAcked();
    server.publish(policy("b", "bad"), policy("c", "good"));
    first.nack(first.next(), "b");
    first.close();
    server.xds.store().update(List.of(), List.of(policy("b"), policy("c")));
    var again = server.sotw("n").has(POLICY, good.version()).subscribe(POLICY);
    var removal = server.xds.whenAnswered("n", policy("c"));
    Received without = again.next();
    assertThat(without.resources()).containsExactly("a=1");
    assertThat(removal).isNotDone();
    again.ack(without);
    assertThat(removal).isCompletedWithValue(new Acked(""));
  }
}
