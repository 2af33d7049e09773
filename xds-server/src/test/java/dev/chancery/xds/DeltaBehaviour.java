package dev.chancery.xds;

import static dev.chancery.xds.Samples.RBAC;
import static dev.chancery.xds.Samples.cluster;
import static dev.chancery.xds.Samples.listener;
import static dev.chancery.xds.Samples.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of the incremental protocol may rely on, whatever the transport. */
abstract class DeltaBehaviour {
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
  void emptyFirstSubscriptionMeansEverything() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    assertThat(client.nextAcked().resources()).containsExactlyInAnyOrder("a=1", "b=1");
    assertThat(server.clients().get(0).peer()).isNotEmpty();

    server.publish(listener("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("b=2");
    server.publish(listener("c", "1"));
    assertThat(client.nextAcked().resources()).containsExactly("c=1");
    client.expectNothing();
  }

  @Test
  void starMeansEverythingAndCanBeTakenBack() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER, "*", "a");
    assertThat(client.nextAcked().resources()).containsExactlyInAnyOrder("a=1", "b=1");

    client.unsubscribe(EnvoyTypes.LISTENER, "*");
    client.expectNothing();
    server.publish(listener("a", "2"), listener("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("a=2");
    client.expectNothing();
  }

  @Test
  void namesAddedToTheOldWildcardKeepIt() {
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    client.nextAcked();
    client.subscribe(EnvoyTypes.LISTENER, "a");
    assertThat(client.nextAcked().removed()).containsExactly("a");
    server.publish(listener("b", "1"));
    assertThat(client.nextAcked().resources()).containsExactly("b=1");
  }

  @Test
  void nameDroppedUnderAWildcardIsAnsweredWithWhatItIsNow() {
    server.publish(listener("a", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER, "*", "a", "gone");
    client.nextAcked();
    assertThat(client.nextAcked().removed()).containsExactly("gone");
    client.unsubscribe(EnvoyTypes.LISTENER, "a", "gone");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    assertThat(client.nextAcked().removed()).containsExactly("gone");
  }

  @Test
  void onlyNamedResourcesAreSent() {
    server.publish(rbac("a", "1"), rbac("b", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    server.publish(rbac("b", "2"));
    client.expectNothing();
  }

  @Test
  void unsubscribedResourceIsNotSentAnyMore() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    client.unsubscribe(RBAC, "a");
    client.expectNothing();
    server.publish(rbac("a", "2"));
    server.remove(rbac("a"));
    client.expectNothing();
  }

  @Test
  void resourceAskedForAgainIsSentAgain() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    client.subscribe(RBAC, "a");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    client.expectNothing();
  }

  @Test
  void missingNamesAreAnsweredAndSentWhenTheyAppear() {
    var client = server.delta("n").subscribe(RBAC, "a", "b");
    assertThat(List.of(client.nextAcked().removed(), client.nextAcked().removed()))
        .containsExactlyInAnyOrder(List.of("a"), List.of("b"));
    client.expectNothing();
    server.publish(rbac("a", "1"));
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
  }

  @Test
  void emptyWildcardIsAnsweredBecauseEnvoyWaitsForClusters() {
    var client = server.delta("n").subscribe(EnvoyTypes.CLUSTER);
    Received answer = client.nextAcked();
    assertThat(answer.resources()).isEmpty();
    assertThat(answer.removed()).isEmpty();
    client.expectNothing();
  }

  @Test
  void removedResourceIsNamed() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    client.nextAcked();
    server.remove(listener("a"), listener("never-was"));
    assertThat(client.nextAcked().removed()).containsExactly("a");
    server.remove(listener("a"));
    client.expectNothing();
  }

  @Test
  void unchangedContentIsNotSentAgain() {
    String version = server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    assertThat(server.publish(rbac("a", "1"))).isEqualTo(version);
    client.expectNothing();
  }

  @Test
  void reconnectYieldsExactlyTheChangedAndTheRemoved() {
    String same = server.publish(listener("same", "1"));
    server.publish(listener("changed", "2"), listener("new", "1"));
    var client =
        server
            .delta("n")
            .subscribe(
                EnvoyTypes.LISTENER,
                List.of(),
                Map.of("same", same, "changed", "0001", "removed", "0002"));
    assertThat(client.nextAcked().resources()).containsExactlyInAnyOrder("changed=2", "new=1");
    assertThat(client.nextAcked().removed()).containsExactly("removed");
    client.expectNothing();
    assertThat(server.delivery("n", listener("same"))).isEqualTo(new Acked(same));
  }

  @Test
  void reconnectByNameYieldsExactlyTheChangedTheRemovedAndTheMissing() {
    String same = server.publish(rbac("same", "1"));
    server.publish(rbac("changed", "2"), rbac("not-wanted", "1"));
    var client =
        server
            .delta("n")
            .subscribe(
                RBAC,
                List.of("same", "changed", "removed", "missing"),
                Map.of("same", same, "changed", "0001", "removed", "0002", "not-wanted", "0003"));
    assertThat(client.nextAcked().resources()).containsExactly("changed=2");
    assertThat(List.of(client.nextAcked().removed(), client.nextAcked().removed()))
        .containsExactlyInAnyOrder(List.of("removed"), List.of("missing"));
    client.expectNothing();
  }

  @Test
  void restartedServerWithTheSameContentSendsNothing() throws Exception {
    String version = server.publish(rbac("a", "1"));
    String listenerVersion = server.publish(listener("l", "1"));
    server.close();
    startServer();
    server.publish(rbac("a", "1"), listener("l", "1"));
    var client =
        server.delta("n").subscribe(EnvoyTypes.LISTENER, List.of(), Map.of("l", listenerVersion));
    client.subscribe(RBAC, List.of("a"), Map.of("a", version));
    client.expectNothing();
  }

  @Test
  void oneExtensionConfigurationGoesInOneResponseAndOtherTypesAreBatched() {
    server.publish(rbac("a", "1"), rbac("b", "1"), listener("l", "1"), listener("m", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    assertThat(client.nextAcked().resources()).hasSize(2);
    client.subscribe(RBAC, "a", "b");
    assertThat(client.next().resources()).hasSize(1);
    assertThat(client.next().resources()).hasSize(1);
  }

  @Test
  void rejectedVersionIsNotSentAgainUntilItsContentChanges() {
    var client = server.delta("n").subscribe(RBAC, "a");
    client.nextAcked();
    String bad = server.publish(rbac("a", "[a-"));
    client.nack(client.next(), "missing ]: [a-");
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isEqualTo(new Rejected(bad, "missing ]: [a-"));
    assertThat(server.news)
        .contains(new TestServer.News("n", rbac("a"), new Rejected(bad, "missing ]: [a-")));

    server.publish(rbac("a", "[a-"));
    client.subscribe(RBAC, "a");
    client.expectNothing();

    String good = server.publish(rbac("a", "[a-z]"));
    assertThat(client.nextAcked().resources()).containsExactly("a=[a-z]");
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isEqualTo(new Acked(good));
  }

  @Test
  void rejectionOfOneResourceCostsNothingElse() {
    var client = server.delta("n").subscribe(RBAC, "a", "b");
    client.nextAcked();
    client.nextAcked();
    server.publish(rbac("a", "bad"));
    server.publish(rbac("b", "good"));
    Received a = client.next();
    Received b = client.next();
    client.nack(a, "no");
    client.ack(b);
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isInstanceOf(Rejected.class);
    assertThat(server.delivery("n", rbac("b"))).isInstanceOf(Acked.class);
    server.publish(rbac("b", "better"));
    assertThat(client.nextAcked().resources()).containsExactly("b=better");
  }

  @Test
  void rejectionOfABatchIsHeldAgainstAllOfIt() {
    server.publish(listener("a", "1"), listener("b", "1"));
    var client = server.delta("n").subscribe(EnvoyTypes.LISTENER);
    client.nack(client.next(), "one of you");
    client.expectNothing();
    assertThat(server.delivery("n", listener("a"))).isInstanceOf(Rejected.class);
    assertThat(server.delivery("n", listener("b"))).isInstanceOf(Rejected.class);
    server.publish(listener("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("b=2");
  }

  @Test
  void rejectedVersionIsNotSentToTheSameClientOnANewStream() {
    String good = server.publish(rbac("a", "good"));
    var first = server.delta("n").subscribe(RBAC, "a");
    first.nextAcked();
    server.publish(rbac("a", "bad"));
    first.nack(first.next(), "no");
    first.expectNothing();
    first.close();

    var again = server.delta("n").subscribe(RBAC, List.of("a"), Map.of("a", good));
    again.expectNothing();
    server.publish(rbac("a", "better"));
    assertThat(again.nextAcked().resources()).containsExactly("a=better");
  }

  @Test
  void newProcessOfTheSameNodeIsSentWhatTheOneBeforeRejected() {
    server.publish(rbac("a", "bad"));
    var first = server.delta("n").subscribe(RBAC, "a");
    first.nack(first.next(), "no");
    first.expectNothing();
    first.close();
    var next = server.delta("n").subscribe(RBAC, "a");
    assertThat(next.nextAcked().resources()).containsExactly("a=bad");
  }

  @Test
  void staleNonceIsIgnoredAndCounted() {
    server.publish(rbac("a", "1"));
    var client = server.delta("n").subscribe(RBAC, "a");
    Received first = client.next();
    client.send(client.request(RBAC).setResponseNonce("not-mine").build());
    client.send(
        client
            .request(RBAC)
            .setResponseNonce("nor-mine")
            .setErrorDetail(com.google.rpc.Status.newBuilder().setMessage("x"))
            .build());
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isInstanceOf(Delivery.Waiting.class);
    assertThat(server.xds.count(Counter.STALE_NONCES)).isEqualTo(2);
    client.ack(first);
    client.expectNothing();
    assertThat(server.delivery("n", rbac("a"))).isInstanceOf(Acked.class);
  }

  @Test
  void typeThatNobodyKnowsHasNoResourcesAndDisturbsNoOther() {
    var client = server.delta("n").subscribe("type.googleapis.com/no.such.Type", "x");
    assertThat(client.nextAcked().removed()).containsExactly("x");
    assertThat(server.xds.count(Counter.UNKNOWN_TYPES)).isEqualTo(1);
    server.publish(rbac("a", "1"));
    client.subscribe(RBAC, "a");
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
  }

  @Test
  void clientWithoutANodeSeesNothing() {
    server.publish(rbac("a", "1"));
    var client = server.delta("").subscribe(RBAC, "a");
    assertThat(client.nextAcked().removed()).containsExactly("a");
    assertThat(server.xds.count(Counter.MISSING_NODES)).isEqualTo(1);
  }

  @Test
  void requestWithoutATypeIsIgnoredAndCounted() {
    var client = server.delta("n").subscribe("");
    client.expectNothing();
    assertThat(server.xds.count(Counter.MALFORMED)).isEqualTo(1);
  }

  @Test
  void additionsGoClustersFirstAndRemovalsClustersLast() {
    var client = server.delta("n").subscribe(RBAC, "r");
    client.nextAcked();
    client.subscribe(EnvoyTypes.LISTENER).nextAcked();
    client.subscribe(EnvoyTypes.CLUSTER).nextAcked();
    server.publish(rbac("r", "1"), listener("l", "1"), cluster("c", "1"));
    assertThat(List.of(client.nextAcked(), client.nextAcked(), client.nextAcked()))
        .extracting(Received::typeUrl)
        .containsExactly(EnvoyTypes.CLUSTER, EnvoyTypes.LISTENER, RBAC);

    server
        .xds
        .store()
        .update(
            List.of(listener("m", "1"), cluster("d", "1")),
            List.of(cluster("c"), listener("l"), rbac("r")));
    var five = List.of(client.next(), client.next(), client.next(), client.next(), client.next());
    assertThat(five)
        .extracting(r -> String.join("", r.resources()) + String.join("", r.removed()))
        .containsExactly("d=1", "m=1", "r", "l", "c");
  }

  @Test
  void viewOfANodeHidesWhatIsForOthers() throws Exception {
    server.close();
    server = start(XdsServer.builder().viewOfNode(id -> id.startsWith("cilium") ? "cilium" : ""));
    server.publishTo(server.xds.store("cilium"), rbac("a", "cilium"));
    server.publish(rbac("a", "stock"));
    var stock = server.delta("n").subscribe(RBAC, "a");
    var cilium = server.delta("cilium-1").subscribe(RBAC, "a");
    assertThat(stock.nextAcked().resources()).containsExactly("a=stock");
    assertThat(cilium.nextAcked().resources()).containsExactly("a=cilium");
    server.publishTo(server.xds.store("cilium"), rbac("a", "cilium-2"));
    stock.expectNothing();
    assertThat(cilium.nextAcked().resources()).containsExactly("a=cilium-2");
  }

  @Test
  void aClientThatNacksEverythingGetsEachContentOnce() {
    var client = server.delta("n").subscribe(RBAC, "a");
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
