package dev.chancery.xds;

import static dev.chancery.xds.Samples.cluster;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.xds.Delivery.Acked;
import dev.chancery.xds.Delivery.Rejected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole snapshots to incremental clients that begin with nothing on a new stream and refuse a
 * response as a whole, and what waits for them. Clusters stand for hosts here.
 */
class DeltaRenewalTest {
  private static final String HOSTS = EnvoyTypes.CLUSTER;
  private static final String POLICY = Samples.POLICY;

  private final TestServer server =
      TestServer.inProcess(
          XdsServer.builder()
              .type(ResourceType.of(HOSTS).withWholeSnapshots())
              .type(ResourceType.of(POLICY).withIsolation())
              .firstAfter(POLICY, HOSTS)
              .renewedAfter(HOSTS, POLICY));

  @AfterEach
  void stopServer() throws Exception {
    assertThat(server.xds.count(Counter.ERRORS)).isZero();
    server.close();
  }

  private DeltaClient comeBack(String typeUrl, Map<String, String> has) {
    return server.delta("n").subscribe(typeUrl, List.of(), has);
  }

  @Test
  void newStreamBringsEverythingAgain() {
    String version = server.publish(cluster("a", "1"));
    server.publish(cluster("b", "1"));
    DeltaClient client = comeBack(HOSTS, Map.of("a", version, "gone", "1"));
    Received all = client.nextAcked();
    assertThat(all.resources()).containsExactlyInAnyOrder("a=1", "b=1");
    assertThat(all.removed()).containsExactly("gone");
    server.publish(cluster("b", "2"));
    assertThat(client.nextAcked().resources()).containsExactly("b=2");
  }

  @Test
  void nothingIsSentBesideAFirstResponseThatMayBeRefused() {
    server.publish(cluster("a", "1"));
    DeltaClient client = server.delta("n").subscribe(HOSTS);
    Received first = client.next();
    server.publish(cluster("b", "1"));
    assertThat(client.unread()).isZero();
    client.nack(first, "bad a");
    assertThat(client.nextAcked().resources()).containsExactlyInAnyOrder("a=1", "b=1");
  }

  @Test
  void whatWasRefusedTogetherGoesAgainWithTheNextChange() {
    server.publish(cluster("a", "1"), cluster("b", "1"), cluster("c", "1"));
    DeltaClient client = server.delta("n").subscribe(HOSTS);
    client.nextAcked();
    server.xds.store().update(List.of(cluster("a", "2"), cluster("b", "2")), List.of(cluster("c")));
    client.nack(client.next(), "bad a");
    assertThat(client.unread()).isZero();
    assertThat(server.delivery("n", cluster("b"))).isInstanceOf(Rejected.class);
    server.publish(cluster("a", "3"));
    Received next = client.nextAcked();
    assertThat(next.resources()).containsExactlyInAnyOrder("a=3", "b=2");
    assertThat(next.removed()).containsExactly("c");
    assertThat(server.delivery("n", cluster("b"))).isInstanceOf(Acked.class);
  }

  @Test
  void policiesOfAClientThatComesBackDoNotWaitForAChange() {
    String hosts = server.publish(cluster("a", "1"));
    String policies = server.publish(policy("p", "1"));
    DeltaClient first = comeBack(HOSTS, Map.of("a", hosts));
    assertThat(first.unread()).isZero();
    DeltaClient second = comeBack(POLICY, Map.of("p", policies));
    assertThat(second.nextAcked().resources()).containsExactly("p=1");
    assertThat(first.nextAcked().resources()).containsExactly("a=1");
    server.publish(policy("p", "2"));
    assertThat(second.nextAcked().resources()).containsExactly("p=2");
  }

  @Test
  void policiesOfAClientThatHasHostsAloneFollowTheseHosts() {
    String hosts = server.publish(cluster("a", "1"));
    server.publish(policy("p", "1"));
    DeltaClient policies = server.delta("n").subscribe(POLICY);
    assertThat(policies.unread()).isZero();
    DeltaClient client = comeBack(HOSTS, Map.of("a", hosts));
    assertThat(client.nextAcked().resources()).containsExactly("a=1");
    assertThat(policies.nextAcked().resources()).containsExactly("p=1");
  }
}
