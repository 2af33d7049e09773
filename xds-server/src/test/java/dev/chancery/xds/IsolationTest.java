package dev.chancery.xds;

import static dev.chancery.xds.Samples.POLICY;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that refuses a snapshot as a whole costs only the resources at fault. */
class IsolationTest {
  private final TestServer server =
      TestServer.inProcess(
          XdsServer.builder()
              .type(
                  ResourceType.of(POLICY)
                      .withVersions(VersionScheme.numbered())
                      .withIsolation(IsolationTest::addresses)));

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  /** Of {@code name=content@address} the address. */
  private static Set<String> addresses(Any body) {
    String text = body.getValue().toStringUtf8();
    return text.contains("@") ? Set.of(text.substring(text.indexOf('@'))) : Set.of();
  }

  /** Answers as a proxy that refuses whatever has a bad resource; all responses until quiet. */
  private static List<List<String>> answerAll(SotwClient client) {
    List<List<String>> all = new ArrayList<>();
    while (client.unread() > 0) {
      Received next = client.next();
      all.add(next.resources());
      if (isBad(next)) {
        client.nack(next, "bad policy");
      } else {
        client.ack(next);
      }
    }
    assertThat(new HashSet<>(all)).as("each content once").hasSameSizeAs(all);
    return all;
  }

  private static boolean isBad(Received response) {
    return response.resources().stream().anyMatch(r -> r.contains("=bad"));
  }

  private static List<String> last(List<List<String>> responses) {
    return responses.get(responses.size() - 1);
  }

  @Test
  void theOneAtFaultIsFoundAndTheOthersGetThrough() {
    Resource[] all =
        IntStream.range(0, 100)
            .mapToObj(i -> policy("p" + i, i == 37 ? "bad" : "good"))
            .toArray(Resource[]::new);
    server.publish(all);
    var client = server.sotw("n").subscribe(POLICY);
    var fault = server.xds.whenAnswered("n", policy("p37"));
    var other = server.xds.whenAnswered("n", policy("p38"));
    List<List<String>> responses = answerAll(client);
    assertThat(last(responses)).hasSize(99).doesNotContain("p37=bad");
    assertThat(responses).hasSizeLessThan(25);
    assertThat(fault).isCompletedWithValue(new Rejected(all[37].version(), "bad policy"));
    assertThat(other).isCompletedWithValue(new Acked(all[38].version()));
    assertThat(server.news).filteredOn(n -> n.outcome() instanceof Rejected).hasSize(1);
  }

  @Test
  void theVersionAcceptedBeforeStaysInPlace() {
    server.publish(policy("a", "1"), policy("b", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    answerAll(client);
    server.publish(policy("a", "bad"), policy("b", "2"));
    assertThat(last(answerAll(client))).containsExactly("a=1", "b=2");
    server.publish(policy("c", "1"));
    assertThat(last(answerAll(client))).containsExactly("a=1", "b=2", "c=1");
    server.remove(policy("a"));
    assertThat(last(answerAll(client))).containsExactly("b=2", "c=1");
  }

  @Test
  void removalAppliesThoughWhatCameWithItIsRefused() {
    server.publish(policy("a", "1"), policy("b", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    answerAll(client);
    server.xds.store().update(List.of(policy("c", "bad")), List.of(policy("a")));
    var removal = server.xds.whenAnswered("n", policy("a"));
    Received both = client.next();
    assertThat(both.resources()).containsExactly("b=1", "c=bad");
    client.nack(both, "no");
    assertThat(removal).isNotDone();
    assertThat(client.nextAcked().resources()).containsExactly("b=1");
    assertThat(removal).isCompletedWithValue(new Acked(""));
    client.expectNothing();
  }

  @Test
  void anEditIsNotHeldUpByTheSearch() {
    server.publish(policy("a", "bad"), policy("b", "1"), policy("c", "1"), policy("d", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    client.nack(client.next(), "no");
    Received half = client.next();
    server.publish(policy("e", "1"));
    client.nack(half, "no");
    Received next = client.nextAcked();
    assertThat(next.resources()).contains("e=1");
    assertThat(last(answerAll(client))).containsExactly("b=1", "c=1", "d=1", "e=1");
  }

  @Test
  void correctedContentLeavesTheSearch() {
    server.publish(policy("a", "bad"), policy("b", "1"), policy("c", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    Received first = client.next();
    server.publish(policy("a", "2"));
    client.nack(first, "no");
    assertThat(last(answerAll(client))).containsExactly("a=2", "b=1", "c=1");
    assertThat(server.news).noneMatch(n -> n.outcome() instanceof Rejected);
  }

  @Test
  void whatComesBackAfterItWasRefusedIsNotSentButTold() {
    server.publish(policy("a", "1"));
    var client = server.sotw("n").subscribe(POLICY);
    answerAll(client);
    String bad = server.publish(policy("a", "bad"));
    answerAll(client);
    server.publish(policy("a", "1"));
    assertThat(client.unread()).isZero();
    server.publish(policy("a", "2"));
    answerAll(client);
    server.publish(policy("a", "bad"));
    assertThat(client.unread()).isZero();
    assertThat(server.news.get(server.news.size() - 1).outcome())
        .isEqualTo(new Rejected(bad, "bad policy"));
    assertThat(server.xds.whenAnswered("n", policy("a")))
        .isCompletedWithValue(new Rejected(bad, "bad policy"));
  }

  @Test
  void clientThatComesBackIsNotSentWhatItRefused() {
    server.publish(policy("a", "1"), policy("b", "1"));
    var first = server.sotw("n").subscribe(POLICY);
    answerAll(first);
    server.publish(policy("a", "bad"));
    first.nack(first.next(), "no");
    server.publish(policy("b", "2"));
    Received good = first.nextAcked();
    first.close();
    var again = server.sotw("n").has(POLICY, good.version()).subscribe(POLICY);
    assertThat(answerAll(again)).containsExactly(List.of("a=1", "b=2"));
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Rejected.class);
  }

  @Test
  void newProcessTriesWhatItsPredecessorRefusedAloneAndOnce() {
    server.publish(policy("a", "bad"), policy("b", "1"), policy("c", "bad"), policy("d", "1"));
    var first = server.sotw("n").subscribe(POLICY);
    answerAll(first);
    first.close();
    var again = server.sotw("n").subscribe(POLICY);
    assertThat(answerAll(again))
        .containsExactly(
            List.of("b=1", "d=1"), List.of("a=bad", "b=1", "d=1"), List.of("b=1", "c=bad", "d=1"));
    again.close();
    var better = server.sotw("n").subscribe(POLICY);
    better.nextAcked();
    better.nextAcked();
    assertThat(better.nextAcked().resources()).containsExactly("a=bad", "b=1", "c=bad", "d=1");
    assertThat(server.delivery("n", policy("a"))).isInstanceOf(Acked.class);
  }

  @Test
  void anOlderVersionDoesNotKeepAnAddressThatIsAnothersNow() {
    server.publish(policy("a", "1@10.0.0.1"), policy("b", "1@10.0.0.2"));
    var client = server.sotw("n").subscribe(POLICY);
    answerAll(client);
    server.publish(policy("a", "bad@10.0.0.3"), policy("b", "2@10.0.0.1"));
    List<List<String>> responses = answerAll(client);
    assertThat(last(responses)).containsExactly("b=2@10.0.0.1");
    for (List<String> response : responses) {
      assertThat(response.stream().map(r -> r.substring(r.indexOf('@')))).doesNotHaveDuplicates();
    }
  }

  @Test
  void clientOfWhichNothingIsKnownKeepsWhatItHasIfAllIsRefused() {
    server.publish(policy("a", "bad"));
    var client = server.sotw("n").has(POLICY, "7").subscribe(POLICY);
    assertThat(answerAll(client)).containsExactly(List.of("a=bad"));
    server.publish(policy("a", "good"));
    assertThat(answerAll(client)).containsExactly(List.of("a=good"));
  }

  @Test
  void clientThatRefusesEverythingIsSentEachChangeAFewTimes() {
    Resource[] all =
        IntStream.range(0, 64).mapToObj(i -> policy("p" + i, "bad")).toArray(Resource[]::new);
    server.publish(all);
    var client = server.sotw("n").subscribe(POLICY);
    assertThat(answerAll(client)).hasSize(127);
    assertThat(server.news).hasSize(64).allMatch(n -> n.outcome() instanceof Rejected);
  }

  @Test
  void incrementalClientIsSentOneByOneWhatItRefusedTogether() {
    server.publish(policy("gone", "1"), policy("p0", "1"));
    var client = server.delta("n").subscribe(POLICY);
    client.nextAcked();
    List<Resource> all =
        IntStream.range(0, 40).mapToObj(i -> policy("p" + i, i == 7 ? "bad" : "good")).toList();
    server.xds.store().update(all, List.of(policy("gone")));
    var removal = server.xds.whenAnswered("n", policy("gone"));
    var fault = server.xds.whenAnswered("n", policy("p7"));
    var other = server.xds.whenAnswered("n", policy("p8"));
    client.nack(client.next(), "one is bad");
    assertThat(List.of(removal, fault, other)).noneMatch(CompletableFuture::isDone);
    List<Received> rest = new ArrayList<>();
    while (client.unread() > 0) {
      Received next = client.next();
      rest.add(next);
      if (isBad(next)) {
        client.nack(next, "bad policy");
      } else {
        client.ack(next);
      }
    }
    assertThat(rest.get(0).removed()).containsExactly("gone");
    assertThat(rest.subList(1, rest.size())).hasSize(40).allMatch(r -> r.resources().size() == 1);
    assertThat(removal).isCompletedWithValue(new Acked(""));
    assertThat(fault).isCompletedWithValue(new Rejected(all.get(7).version(), "bad policy"));
    assertThat(other).isCompletedWithValue(new Acked(all.get(8).version()));
    client.expectNothing();
  }
}
