package dev.chancery.policy.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The labels that stand for a pod in its identity, under the names that Cilium gives them. */
public final class EndpointLabels {
  /** The pod's namespace. */
  public static final String NAMESPACE = "io.kubernetes.pod.namespace";

  /** The cluster that the pod runs in. */
  public static final String CLUSTER = "io.cilium.k8s.policy.cluster";

  /** The pod's service account. */
  public static final String SERVICE_ACCOUNT = "io.cilium.k8s.policy.serviceaccount";

  /** In front of the key of each label of the pod's namespace. */
  public static final String NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels";

  private EndpointLabels() {}

  /**
   * The labels of a pod's identity. What changes with each pod of one workload is left out, as in
   * Cilium's {@code pkg/labelsfilter}.
   *
   * @param serviceAccount empty where unknown
   */
  public static Labels of(
      String cluster,
      String namespace,
      Map<String, String> podLabels,
      Map<String, String> namespaceLabels,
      String serviceAccount) {
    List<Label> all = new ArrayList<>();
    podLabels.forEach(
        (key, value) -> {
          if (!PerPodLabels.contains(key)) {
            all.add(Label.k8s(key, value));
          }
        });
    namespaceLabels.forEach((k, v) -> all.add(Label.k8s(NAMESPACE_LABELS + "." + k, v)));
    all.add(Label.k8s(NAMESPACE, namespace));
    all.add(Label.k8s(CLUSTER, cluster));
    if (!serviceAccount.isEmpty()) {
      all.add(Label.k8s(SERVICE_ACCOUNT, serviceAccount));
    }
    return Labels.of(all);
  }
}
