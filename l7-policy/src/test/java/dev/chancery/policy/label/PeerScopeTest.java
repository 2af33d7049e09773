package dev.chancery.policy.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table "Namespace defaulting". */
class PeerScopeTest {
  private static final PeerScope NAMESPACED = new PeerScope(Optional.of("shop"), "east");
  private static final PeerScope CLUSTERWIDE = new PeerScope(Optional.empty(), "east");
  private static final Selector ALL = Selector.EVERYTHING;

  private static Selector equal(String key, String value) {
    return Selector.of(Requirement.equal(LabelKey.parse(key), value));
  }

  @Test
  void subjectOfANamespacedPolicyStaysInItsNamespace() {
    assertThat(NAMESPACED.subject(equal("app", "web"), ALL))
        .hasToString("{app=web, k8s:io.kubernetes.pod.namespace=shop}");
    assertThat(NAMESPACED.subject(equal("k8s:io.kubernetes.pod.namespace", "other"), ALL))
        .hasToString("{k8s:io.kubernetes.pod.namespace=shop}");
    assertThat(NAMESPACED.subject(ALL, equal("k8s:io.kubernetes.pod.namespace", "other")))
        .hasToString(
            "{k8s:io.kubernetes.pod.namespace=shop, k8s:io.kubernetes.pod.namespace=other}");
    assertThat(CLUSTERWIDE.subject(ALL, ALL)).isEqualTo(ALL);
  }

  @Test
  void peerIsNarrowedToNamespaceAndCluster() {
    assertThat(NAMESPACED.peer(ALL, ALL))
        .hasToString(
            "{k8s:io.kubernetes.pod.namespace=shop, k8s:io.cilium.k8s.policy.cluster=east}");
    assertThat(CLUSTERWIDE.peer(ALL, ALL))
        .hasToString(
            "{k8s:io.kubernetes.pod.namespace Exists, k8s:io.cilium.k8s.policy.cluster=east}");
  }

  @Test
  void peerThatNamesANamespaceKeepsIt() {
    for (PeerScope scope : new PeerScope[] {NAMESPACED, CLUSTERWIDE}) {
      assertThat(scope.peer(equal("io.kubernetes.pod.namespace", "other"), ALL))
          .hasToString(
              "{io.kubernetes.pod.namespace=other, k8s:io.cilium.k8s.policy.cluster=east}");
    }
  }

  @Test
  void peerByNamespaceLabelsIsNotNarrowedToTheNamespace() {
    assertThat(NAMESPACED.peer(equal("io.cilium.k8s.namespace.labels.team", "a"), ALL))
        .hasToString(
            "{io.cilium.k8s.namespace.labels.team=a, k8s:io.cilium.k8s.policy.cluster=east}");
  }

  @Test
  void reservedPeerIsLeftAlone() {
    assertThat(NAMESPACED.peer(equal("reserved:host", ""), ALL)).hasToString("{reserved:host=}");
  }

  @Test
  void peerThatNamesAClusterKeepsIt() {
    assertThat(NAMESPACED.peer(equal("k8s:io.cilium.k8s.policy.cluster", "west"), ALL))
        .hasToString(
            "{k8s:io.cilium.k8s.policy.cluster=west, k8s:io.kubernetes.pod.namespace=shop}");
  }

  @Test
  void peersOfInitEndpointsNeedNoNamespace() {
    assertThat(CLUSTERWIDE.peer(ALL, equal("reserved:init", "")))
        .hasToString("{k8s:io.cilium.k8s.policy.cluster=east}");
  }
}
