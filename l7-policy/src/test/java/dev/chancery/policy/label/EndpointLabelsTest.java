package dev.chancery.policy.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointLabelsTest {
  @Test
  void carriesWhatCiliumPutsOnPods() {
    Labels labels =
        EndpointLabels.of(
            "default",
            "shop",
            Map.of("app", "web", "app.kubernetes.io/name", "web", "pod-template-hash", "abc"),
            Map.of("kubernetes.io/metadata.name", "shop"),
            "robot");

    assertThat(labels.texts())
        .containsExactly(
            "k8s:app.kubernetes.io/name=web",
            "k8s:app=web",
            "k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=shop",
            "k8s:io.cilium.k8s.policy.cluster=default",
            "k8s:io.cilium.k8s.policy.serviceaccount=robot",
            "k8s:io.kubernetes.pod.namespace=shop");
  }

  @Test
  void podCannotClaimAnotherNamespaceClusterOrAccount() {
    Labels labels =
        EndpointLabels.of(
            "default",
            "shop",
            Map.of(
                "io.kubernetes.pod.namespace", "admin",
                "io.cilium.k8s.policy.cluster", "other",
                "io.cilium.k8s.policy.serviceaccount", "root",
                "io.cilium.k8s.namespace.labels.team", "sre"),
            Map.of(),
            "");

    assertThat(labels.texts())
        .containsExactly(
            "k8s:io.cilium.k8s.policy.cluster=default", "k8s:io.kubernetes.pod.namespace=shop");
  }
}
