package dev.chancery.agent.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.flows.decode.FlowEndpoint;
import dev.chancery.policy.world.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeEndpointsTest {
  private static final NodeView VIEW =
      NodeState.empty(Settings.DEFAULTS)
          .next(
              new Manifests(
                  List.of(
                      new ManifestFile(
                          "a.yaml",
                          """
                          apiVersion: v1
                          kind: Pod
                          metadata: {name: a, labels: {app: a}}
                          spec: {containers: [{name: c}]}
                          status: {podIP: 127.60.0.1}
                          """,
                          Optional.empty())),
                  Optional.empty()))
          .view();

  private final NodeEndpoints endpoints = new NodeEndpoints(() -> VIEW);

  private FlowEndpoint of(String address, long identity) {
    return endpoints.endpoint(new InetSocketAddress(address, 80), identity);
  }

  @Test
  void addressDecidesWhereTheProxyTellsNoIdentity() {
    Endpoint pod = VIEW.world().endpoints().iterator().next();
    assertThat(of("127.60.0.1", 0).identity()).isEqualTo(pod.identity().number());
    assertThat(of("127.60.0.1", 0)).isEqualTo(of("127.60.0.1", pod.identity().number()));
    assertThat(of("192.0.2.1", 0).labels()).containsExactly("reserved:world");
  }

  @Test
  void identityOfTheProxyIsShownWithItsLabels() {
    FlowEndpoint host = of("192.0.2.1", 1);
    assertThat(host.identity()).isEqualTo(1);
    assertThat(host.labels()).containsExactly("reserved:host");
    FlowEndpoint pod = of("127.60.0.1", 1);
    assertThat(pod.identity()).isEqualTo(1);
    assertThat(pod.podName()).isEqualTo("a");
  }

  @Test
  void numberThatIsNotKnownStandsForItself() {
    FlowEndpoint unknown = of("192.0.2.1", 54321);
    assertThat(unknown.identity()).isEqualTo(54321);
    assertThat(unknown.labels()).isEmpty();
  }
}
