package dev.chancery.policy.resolve;

import static dev.chancery.policy.resolve.Cluster.D;
import static dev.chancery.policy.resolve.Cluster.T;
import static dev.chancery.policy.resolve.Cluster.X;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.world.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code toServices} stands for the pods or the addresses behind the services. */
class ServicesTest {
  private final Cluster cluster = Cluster.starWars();

  private static Service pods(String name, Map<String, String> selector) {
    return new Service("default", name, Map.of("tier", name), selector, List.of());
  }

  private void to(String service) {
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p, namespace: default}
        spec:
          endpointSelector: {matchLabels: {class: deathstar}}
          egress:
          - toServices: [%s]
        """
            .formatted(service));
  }

  @Test
  void podsOfItsSelectorInItsNamespace() {
    cluster.pod("other/tiefighter", "127.20.0.21", Map.of("class", "tiefighter"));
    cluster.service(pods("tie", Map.of("class", "tiefighter")));
    to("{k8sService: {serviceName: tie, namespace: default}}");

    assertThat(cluster.egress(D, T, 80).allowed()).isTrue();
    assertThat(cluster.egress(D, X, 80).allowed()).isFalse();
    assertThat(cluster.egress(D, "other/tiefighter", 80).allowed()).isFalse();
  }

  @Test
  void addressesOfOneWithoutASelector() {
    cluster.service(
        new Service(
            "default", "db", Map.of(), Map.of(), List.of(InetAddresses.forString("192.0.2.7"))));
    to("{k8sService: {serviceName: db, namespace: default}}");

    assertThat(cluster.egress(D, "192.0.2.7", 5432).allowed()).isTrue();
    assertThat(cluster.egress(D, "192.0.2.8", 5432).allowed()).isFalse();
  }

  @Test
  void servicesByTheirLabels() {
    cluster.service(pods("tie", Map.of("class", "tiefighter")));
    cluster.service(pods("x", Map.of("class", "xwing")));
    to("{k8sServiceSelector: {selector: {matchLabels: {tier: x}}, namespace: default}}");

    assertThat(cluster.egress(D, X, 80).allowed()).isTrue();
    assertThat(cluster.egress(D, T, 80).allowed()).isFalse();
  }

  @Test
  void unknownOrEmptyServiceIsNobody() {
    cluster.service(new Service("default", "none", Map.of(), Map.of(), List.of()));
    cluster.service(pods("tie", Map.of("class", "tiefighter")));
    to(
        "{k8sService: {serviceName: none, namespace: default}},"
            + " {k8sService: {serviceName: tie, namespace: other}},"
            + " {k8sService: {serviceName: gone, namespace: default}}");

    for (String peer : List.of(T, X, "192.0.2.7", "127.0.0.1")) {
      assertThat(cluster.egress(D, peer, 80).allowed()).isFalse();
    }
  }
}
