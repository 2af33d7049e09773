package dev.chancery.policy.label;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Labels that say nothing about what a pod is for: they differ between the pods of one workload or
 * between its releases, and are not part of an identity.
 *
 * <p>Nor can a pod claim the names under which Cilium puts its namespace, cluster and account.
 */
final class PerPodLabels {
  private static final Pattern KEPT = Pattern.compile("^app\\.kubernetes\\.io");
  private static final Pattern DROPPED =
      Pattern.compile(
          "^(io\\.kubernetes|kubernetes\\.io|.*beta\\.kubernetes\\.io|k8s\\.io|topology\\.kubernetes\\.io"
              + "|annotation|etcd_node|io\\.cilium\\.k8s\\.)");
  private static final Set<String> NAMES =
      Set.of(
          "statefulset.kubernetes.io/pod-name",
          "apps.kubernetes.io/pod-index",
          "batch.kubernetes.io/job-completion-index",
          "batch.kubernetes.io/controller-uid",
          "pod-template-generation",
          "pod-template-hash",
          "controller-revision-hash",
          "controller-uid");

  private PerPodLabels() {}

  static boolean contains(String key) {
    return NAMES.contains(key) || (DROPPED.matcher(key).find() && !KEPT.matcher(key).find());
  }
}
