package dev.chancery.policy.label;

import java.util.Optional;

/**
 * What a selector means beyond what is written in it: the namespace and the cluster that it is
 * narrowed to.
 *
 * <p>Mirrors Cilium's {@code pkg/k8s/apis/cilium.io/utils}.
 *
 * @param namespace the policy's; empty for cluster-wide kinds
 * @param cluster name of the local cluster
 */
public record PeerScope(Optional<String> namespace, String cluster) {
  private static final LabelKey NAMESPACE = LabelKey.k8s(EndpointLabels.NAMESPACE);
  private static final LabelKey CLUSTER = LabelKey.k8s(EndpointLabels.CLUSTER);

  /** A namespaced policy selects within its namespace, whatever the selector says. */
  public Selector subject(Selector written) {
    if (namespace.isEmpty()) {
      return written;
    }
    Selector own =
        new Selector(written.requirements().stream().filter(r -> !isOverwritten(r)).toList());
    return own.and(Requirement.equal(NAMESPACE, namespace.get()));
  }

  /** A value under {@code k8s:} in {@code matchLabels} gives way to the policy's namespace. */
  private static boolean isOverwritten(Requirement r) {
    return r.key().equals(NAMESPACE)
        && r.operator() == Requirement.Operator.IN
        && r.values().size() == 1;
  }

  /**
   * @param subject the selector of the rule that the peer belongs to, as written
   */
  public Selector peer(Selector written, Selector subject) {
    if (written.requirements().stream().anyMatch(r -> r.key().source().equals("reserved"))) {
      return written;
    }
    Selector scoped =
        names(written, EndpointLabels.NAMESPACE) ? written : inScope(written, subject);
    return names(written, EndpointLabels.CLUSTER)
        ? scoped
        : scoped.and(Requirement.equal(CLUSTER, cluster));
  }

  private Selector inScope(Selector written, Selector subject) {
    if (namespace.isEmpty()) {
      return selectsInit(subject) ? written : written.and(Requirement.exists(NAMESPACE));
    }
    return namesNamespaceLabels(written)
        ? written
        : written.and(Requirement.equal(NAMESPACE, namespace.get()));
  }

  private static boolean names(Selector selector, String name) {
    return selector.requirements().stream().anyMatch(r -> r.key().isKubernetes(name));
  }

  private static boolean namesNamespaceLabels(Selector selector) {
    return selector.requirements().stream()
        .map(Requirement::key)
        .anyMatch(k -> k.mayBeKubernetes() && k.name().startsWith(EndpointLabels.NAMESPACE_LABELS));
  }

  private static boolean selectsInit(Selector subject) {
    return subject.requirements().stream()
        .anyMatch(r -> r.key().source().equals("reserved") && r.key().name().equals("init"));
  }
}
