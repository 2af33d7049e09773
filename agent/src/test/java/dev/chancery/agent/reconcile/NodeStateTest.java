package dev.chancery.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.policy.Problem;
import dev.chancery.policy.world.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeStateTest {
  private static final String POLICY =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p}
      spec:
        endpointSelector: {}
        ingress: [{fromEndpoints: [{matchLabels: {app: a}}]}]
      """;

  private final NodeState empty = NodeState.empty(Settings.DEFAULTS);

  @Test
  void brokenVersionKeepsTheLastGoodOneAndSaysSo() {
    NodeState good = empty.next(files(pod("a", "127.60.0.1"), POLICY));
    NodeState broken = good.next(files(pod("a", "127.60.0.1"), POLICY.replace("spec:", "spce:")));

    assertThat(broken.view().world().policies()).isEqualTo(good.view().world().policies());
    assertThat(status(broken, "p").state()).isEqualTo(ObjectStatus.State.LAST_GOOD);
    assertThat(status(broken, "p").problems()).isNotEmpty().allMatch(p -> !p.message().isBlank());
  }

  @Test
  void objectThatWasNeverGoodIsRefusedAndItsNeighboursAreNot() {
    NodeState state = empty.next(files(pod("a", "127.60.0.1"), POLICY.replace("spec:", "spce:")));

    assertThat(status(state, "p").state()).isEqualTo(ObjectStatus.State.REFUSED);
    assertThat(state.view().world().endpoints()).hasSize(1);
  }

  @Test
  void deletedPolicyIsGone() {
    NodeState state = empty.next(files(POLICY)).next(files());

    assertThat(state.view().world().policies()).isEmpty();
    assertThat(state.view().statuses()).isEmpty();
  }

  @Test
  void directoryThatCannotBeReadChangesNothing() {
    NodeState good = empty.next(files(pod("a", "127.60.0.1"), POLICY));
    NodeState away = good.next(new Manifests(List.of(), Optional.of("cannot be read: gone")));

    assertThat(away.view().world()).isEqualTo(good.view().world());
    assertThat(away.view().problems()).anyMatch(p -> p.message().contains("gone"));
  }

  @Test
  void savedStateGivesTheSameWorldAndTheSameNumbers() {
    NodeState state =
        empty
            .next(files(pod("a", "127.60.0.1") + "---\n" + pod("b", "127.60.0.2"), POLICY))
            .next(files(pod("b", "127.60.0.2"), POLICY.replace("spec:", "spce:")));
    NodeState restored = NodeState.restored(state.saved(), Settings.DEFAULTS);

    assertThat(restored.view().world()).isEqualTo(state.view().world());
    assertThat(restored.view().resolution().policies())
        .isEqualTo(state.view().resolution().policies());
  }

  @Test
  void secondPodOfAnAddressIsNoEndpointAndIsReported() {
    NodeState state = empty.next(files(pod("a", "127.60.0.1"), pod("b", "127.60.0.1")));

    assertThat(state.view().world().endpoints()).extracting(Endpoint::podName).containsExactly("a");
    assertThat(state.view().problems())
        .extracting(Problem::code)
        .containsExactly("duplicate-address");
  }

  @Test
  void numbersStayWhenPodsComeAndGo() {
    NodeState one = empty.next(files(pod("a", "127.60.0.1")));
    NodeState two = one.next(files(pod("a", "127.60.0.1"), pod("b", "127.60.0.2")));
    NodeState three = two.next(files(pod("b", "127.60.0.2")));

    assertThat(endpoint(two, "a")).isEqualTo(endpoint(one, "a"));
    assertThat(endpoint(three, "b")).isEqualTo(endpoint(two, "b"));
  }

  private static Endpoint endpoint(NodeState state, String pod) {
    return state.view().world().endpoints().stream()
        .filter(e -> e.podName().equals(pod))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectStatus status(NodeState state, String name) {
    return state.view().statuses().stream()
        .filter(s -> s.key().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String pod(String name, String address) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: %s}}
        spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
        status: {podIP: %s}
        """
        .formatted(name, name, address);
  }

  private static Manifests files(String... texts) {
    List<String> list = Arrays.asList(texts);
    return new Manifests(
        list.stream()
            .map(t -> new ManifestFile("f" + list.indexOf(t) + ".yaml", t, Optional.empty()))
            .toList(),
        Optional.empty());
  }
}
