package dev.chancery.xds;

import static dev.chancery.xds.Samples.RBAC;
import static dev.chancery.xds.Samples.cluster;
import static dev.chancery.xds.Samples.listener;
import static dev.chancery.xds.Samples.rbac;
import static dev.chancery.xds.Samples.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of the state-of-the-world protocol may rely on, whatever the transport. */
abstract class SotwBehaviour {
  private TestServer server;

  abstract TestServer start(XdsServerBuilder settings);

  @BeforeEach
  void startServer() {
    server = start(XdsServer.builder());
  }

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  @Test
  void everyResponseIsTheWholeSet() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "b=1");
    server.publish(listener("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "b=2");
    server.remove(listener("a"));
    assertThat(client.nextAcked().resources()).containsExactly("b=2");
    client.expectNothing();
  }

  @Test
  void emptyTypeIsAnswered() {
    var client = server.sotw("n").subscribe(EnvoyTypes.CLUSTER);
    assertThat(client.nextAcked().resources()).isEmpty();
    client.expectNothing();
  }

  @Test
  void missingNameDoesNotSilenceTheOthers() {
    server.publish(route("a", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.ROUTE, "a", "missing");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    client.expectNothing();
    server.publish(route("missing", "1"));
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "missing=1");
  }

  @Test
  void namesAreTheWholeWishAndAnAddedOneIsAnswered() {
    server.publish(route("a", "1"), route("b", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.ROUTE, "a");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    client.subscribe(EnvoyTypes.ROUTE, "b");
    assertThat(client.nextAcked().resources()).containsExactly("b=1");
    client.subscribe(EnvoyTypes.ROUTE, "b", "none");
    assertThat(client.nextAcked().resources()).containsExactly("b=1");
    client.subscribe(EnvoyTypes.ROUTE, "b");
    server.publish(route("a", "2"));
    client.expectNothing();
  }

  @Test
  void noNamesAfterSomeMeansNothingAndNotEverything() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER, "a");
    client.nextAcked();
    client.subscribe(EnvoyTypes.LISTENER);
    client.expectNothing();
    server.publish(listener("a", "2"));
    client.expectNothing();
  }

  @Test
  void starAndNamesMix() {
    server.publish(listener("a", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER, "*", "missing");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    client.subscribe(EnvoyTypes.LISTENER, "missing");
    client.expectNothing();
    server.publish(listener("missing", "1"), listener("c", "1"));
    assertThat(client.nextAcked().resources()).containsExactly("missing=1");
  }

  @Test
  void versionIsThatOfTheContentAlsoAfterARestart() throws Exception {
    server.publish(listener("a", "1"));
    Received before = server.sotw("n").subscribe(EnvoyTypes.LISTENER).nextAcked();
    server.close();
    startServer();
    server.publish(listener("a", "1"));
    var client = server.sotw("n").has(EnvoyTypes.LISTENER, before.version());
    Received after = client.subscribe(EnvoyTypes.LISTENER).nextAcked();
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.resources()).isEqualTo(before.resources());
  }

  @Test
  void changesWhileAResponseIsUnansweredGoOutTogether() {
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    Received first = client.next();
    for (int i = 0; i < 100; i++) {
      server.publish(listener("a", "edit-" + i));
    }
    client.expectNothing();
    client.ack(first);
    assertThat(client.nextAcked().resources()).containsExactly("a=edit-99");
    client.expectNothing();
  }

  @Test
  void rejectedVersionIsNotSentAgainUntilItsContentChanges() {
    var client = server.sotw("n").subscribe(RBAC, "a");
    client.nextAcked();
    String bad = server.publish(rbac("a", "bad"));
    client.nack(client.next(), "no good");
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isEqualTo(new Rejected(bad, "no good"));
    server.publish(rbac("a", "bad"));
    client.expectNothing();
    String good = server.publish(rbac("a", "good"));
    assertThat(client.nextAcked().resources()).containsExactly("a=good");
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isEqualTo(new Acked(good));
  }

  @Test
  void theOneAtFaultIsReplacedByWhatTheClientHasWhenOthersChange() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    client.nextAcked();
    server.publish(listener("a", "bad"));
    client.nack(client.next(), "no");
    client.expectNothing();
    server.publish(listener("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "b=2");
    client.expectNothing();
    server.remove(listener("a"));
    assertThat(client.nextAcked().resources()).containsExactly("b=2");
  }

  @Test
  void whatTheClientHasIsKeptForItAcrossStreamsToo() {
    server.publish(listener("a", "1"));
    var first = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    Received good = first.nextAcked();
    server.publish(listener("a", "bad"));
    first.nack(first.next(), "no");
    first.expectNothing();
    first.close();
    var again = server.sotw("n").has(EnvoyTypes.LISTENER, good.version());
    again.subscribe(EnvoyTypes.LISTENER);
    assertThat(again.nextAcked().resources()).containsExactly("a=1");
    again.expectNothing();
  }

  @Test
  void whereSeveralWereNewAllGoAgainWithTheNextChange() {
    server.publish(listener("a", "1"), listener("b", "bad"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    client.nack(client.next(), "one of them");
    client.expectNothing();
    assertThat(server.delivery("n", listener("a"))).isInstanceOf(Rejected.class);
    server.publish(listener("b", "good"));
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "b=good");
    client.expectNothing();
    assertThat(server.delivery("n", listener("a"))).isInstanceOf(Acked.class);
    assertThat(server.delivery("n", listener("b"))).isInstanceOf(Acked.class);
  }

  @Test
  void staleRequestIsIgnoredAsAWhole() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.LISTENER);
    Received first = client.next();
    client.send(client.request(EnvoyTypes.LISTENER, "stale").addResourceNames("a").build());
    client.expectNothing();
    assertThat(server.xds.count(Counter.STALE_NONCES)).isEqualTo(1);
    client.ack(first);
    server.publish(listener("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("a=1", "b=2");
  }

  @Test
  void removedClusterStaysUntilWhatNamedItIsGone() {
    server.publish(cluster("c", "1"), listener("l", "1"));
    var client = server.sotw("n").subscribe(EnvoyTypes.CLUSTER);
    client.nextAcked();
    client.subscribe(EnvoyTypes.LISTENER).nextAcked();
    server.xds.store().update(List.of(cluster("d", "1")), List.of(cluster("c"), listener("l")));
    assertThat(client.nextAcked().resources()).containsExactly("c=1", "d=1");
    Received withoutListener = client.nextAcked();
    assertThat(withoutListener.typeUrl()).isEqualTo(EnvoyTypes.LISTENER);
    assertThat(withoutListener.resources()).isEmpty();
    assertThat(client.nextAcked().resources()).containsExactly("d=1");
  }

  @Test
  void listenerWaitsForAClusterThatCannotGoOutYet() {
    var client = server.sotw("n").subscribe(EnvoyTypes.CLUSTER);
    Received unanswered = client.next();
    client.subscribe(EnvoyTypes.LISTENER).nextAcked();
    server.publish(cluster("c", "1"), listener("l", "1"));
    client.expectNothing();
    client.ack(unanswered);
    assertThat(client.nextAcked().resources()).containsExactly("c=1");
    assertThat(client.nextAcked().resources()).containsExactly("l=1");
  }

  @Test
  void aClientThatNacksEverythingGetsEachContentOnce() {
    var client = server.sotw("n").subscribe(RBAC, "a");
    client.nextAcked();
    for (int edit = 0; edit < 1_000; edit++) {
      server.publish(rbac("a", "edit-" + edit));
      Received sent = client.next();
      assertThat(sent.resources()).containsExactly("a=edit-" + edit);
      client.nack(sent, "never");
    }
    client.expectNothing();
    assertThat(server.xds.count(Counter.NACKS)).isEqualTo(1_000);
  }
}
