package dev.chancery.xds;

import static dev.chancery.xds.Samples.cluster;
import static dev.chancery.xds.Samples.listener;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is served at all, and listeners that wait for the clusters of other streams. */
class StartOrderTest {
  private static final String LDS = "envoy.service.listener.v3.ListenerDiscoveryService";
  private static final String CDS = "envoy.service.cluster.v3.ClusterDiscoveryService";

  private final TestServer server =
      TestServer.inProcess(
          XdsServer.builder()
              .firstAfter(EnvoyTypes.LISTENER, EnvoyTypes.CLUSTER)
              .renewedAfter(EnvoyTypes.CLUSTER, EnvoyTypes.LISTENER)
              .nodeCheck(
                  id ->
                      id.startsWith("host~")
                          ? Optional.empty()
                          : Optional.of("invalid node format")));

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  private SotwClient lds(String node) {
    return server.closing(SotwClient.of(server.channel(), LDS, "StreamListeners", node));
  }

  private SotwClient cds(String node) {
    return server.closing(SotwClient.of(server.channel(), CDS, "StreamClusters", node));
  }

  @Test
  void nodeThatIsRefusedLosesItsStream() {
    SotwClient client = lds("proxy").subscribe(EnvoyTypes.LISTENER);
    Status status = Status.fromThrowable(client.awaitEnd());
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).isEqualTo("invalid node format");
    assertThat(server.xds.count(Counter.REFUSED_NODES)).isEqualTo(1);
    assertThat(server.clients()).isEmpty();
    assertThat(server.xds.isSubscribed("proxy", EnvoyTypes.LISTENER)).isFalse();
  }

  @Test
  void nodeIsToldOnceAStream() {
    SotwClient client = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    client.nextAcked();
    server.publish(listener("l", "1"));
    assertThat(client.nextAcked().resources()).containsExactly("l=1");
  }

  @Test
  void firstListenersWaitForTheClustersOfTheNode() {
    server.publish(cluster("c", "1"), listener("l", "1"));
    SotwClient listeners = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    SotwClient clusters = cds("host~1").subscribe(EnvoyTypes.CLUSTER);
    Received sent = clusters.next();
    cds("host~2").subscribe(EnvoyTypes.CLUSTER).nextAcked();
    assertThat(listeners.unread()).isZero();
    clusters.nack(sent, "no");
    assertThat(listeners.unread()).isZero();
    server.publish(cluster("c", "2"));
    clusters.nextAcked();
    assertThat(listeners.nextAcked().resources()).containsExactly("l=1");
    server.publish(cluster("c", "3"), listener("l", "2"));
    assertThat(listeners.nextAcked().resources()).containsExactly("l=2");
  }

  @Test
  void withoutClustersNothingWaits() {
    server.publish(listener("l", "1"));
    SotwClient listeners = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    assertThat(listeners.nextAcked().resources()).containsExactly("l=1");
    server.publish(cluster("c", "1"), listener("l", "2"));
    assertThat(listeners.nextAcked().resources()).containsExactly("l=2");
  }

  @Test
  void listenersGoWhenTheLastClusterIsGone() {
    server.publish(cluster("c", "1"), listener("l", "1"));
    SotwClient listeners = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    assertThat(listeners.unread()).isZero();
    server.remove(cluster("c"));
    assertThat(listeners.nextAcked().resources()).containsExactly("l=1");
  }

  @Test
  void newProcessOfTheNodeWaitsAgain() {
    server.publish(cluster("c", "1"), listener("l", "1"));
    SotwClient clusters = cds("host~1").subscribe(EnvoyTypes.CLUSTER);
    clusters.nextAcked();
    SotwClient first = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    first.nextAcked();
    first.close();
    clusters.close();
    SotwClient again = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    assertThat(again.unread()).isZero();
    cds("host~1").subscribe(EnvoyTypes.CLUSTER).nextAcked();
    assertThat(again.nextAcked().resources()).containsExactly("l=1");
  }

  @Test
  void clientThatComesBackKeepsItsClustersUntilItsNodeHasTakenListeners() {
    server.publish(cluster("c", "1"), listener("l", "1"));
    SotwClient clusters = cds("host~1").has(EnvoyTypes.CLUSTER, "7").subscribe(EnvoyTypes.CLUSTER);
    assertThat(clusters.unread()).isZero();
    SotwClient listeners =
        lds("host~1").has(EnvoyTypes.LISTENER, "7").subscribe(EnvoyTypes.LISTENER);
    Received sent = listeners.next();
    assertThat(sent.resources()).containsExactly("l=1");
    assertThat(clusters.unread()).isZero();
    listeners.ack(sent);
    assertThat(clusters.nextAcked().resources()).containsExactly("c=1");
    server.publish(cluster("c", "2"));
    assertThat(clusters.nextAcked().resources()).containsExactly("c=2");
  }

  @Test
  void clientThatComesBackWaitsAlsoWhereItsNodeHasListenersThatAreGone() {
    server.publish(cluster("c", "1"));
    SotwClient listeners =
        lds("host~1").has(EnvoyTypes.LISTENER, "7").subscribe(EnvoyTypes.LISTENER);
    Received none = listeners.next();
    assertThat(none.resources()).isEmpty();
    SotwClient clusters = cds("host~1").has(EnvoyTypes.CLUSTER, "7").subscribe(EnvoyTypes.CLUSTER);
    assertThat(clusters.unread()).isZero();
    listeners.nack(none, "no");
    assertThat(clusters.unread()).isZero();
    server.publish(listener("l", "1"));
    listeners.nextAcked();
    assertThat(clusters.nextAcked().resources()).containsExactly("c=1");
  }

  @Test
  void clientThatComesBackDoesNotWaitWhereItsNodeHasNoListenersYet() {
    server.publish(cluster("c", "1"), listener("l", "1"));
    SotwClient clusters = cds("host~1").has(EnvoyTypes.CLUSTER, "7").subscribe(EnvoyTypes.CLUSTER);
    assertThat(clusters.unread()).isZero();
    SotwClient listeners = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    Received sent = clusters.next();
    assertThat(sent.resources()).containsExactly("c=1");
    assertThat(listeners.unread()).isZero();
    clusters.ack(sent);
    assertThat(listeners.nextAcked().resources()).containsExactly("l=1");
  }

  @Test
  void clientThatComesBackDoesNotWaitWhereThereAreNoListeners() {
    server.publish(cluster("c", "1"));
    SotwClient clusters = cds("host~1").has(EnvoyTypes.CLUSTER, "7").subscribe(EnvoyTypes.CLUSTER);
    assertThat(clusters.nextAcked().resources()).containsExactly("c=1");
  }

  @Test
  void waitingLeavesNothingBehind() {
    server.publish(cluster("c", "1"));
    SotwClient listeners = lds("host~1").subscribe(EnvoyTypes.LISTENER);
    listeners.close();
    cds("host~1").subscribe(EnvoyTypes.CLUSTER).close();
    cds("host~1").has(EnvoyTypes.CLUSTER, "7").subscribe(EnvoyTypes.CLUSTER).close();
    server.remove(cluster("c"));
    assertThat(server.clients()).isEmpty();
    assertThat(server.xds.store().isIdle()).isTrue();
  }
}
