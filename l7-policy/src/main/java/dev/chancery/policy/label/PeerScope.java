package dev.chancery.policy.label;

import java.util.ArrayList;
import java.util.List;
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

  /**
   * A namespaced policy selects within its namespace: a value under {@code k8s:} in {@code
   * matchLabels} gives way to it, any other stays and must hold as well.
   */
  public Selector subject(Selector matchLabels, Selector matchExpressions) {
    var all = new ArrayList<>(matchLabels.requirements());
    namespace.ifPresent(
        own -> {
          all.removeIf(r -> r.key().equals(NAMESPACE));
          all.add(Requirement.equal(NAMESPACE, own));
        });
    all.addAll(matchExpressions.requirements());
    return new Selector(all);
  }

  /** Whether {@code matchLabels} of a subject asks for a namespace that it will not get. */
  public boolean overrides(Selector matchLabels) {
    return namespace.isPresent()
        && matchLabels.requirements().stream()
            .anyMatch(
                r -> r.key().equals(NAMESPACE) && !r.values().equals(List.of(namespace.get())));
  }

  /**
   * A peer is narrowed to the namespace and the cluster, unless it speaks of them itself.
   *
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

  /** A node is any other node of the cluster, unless the selector speaks of clusters itself. */
  public Selector node(Selector written) {
    Selector remote = written.and(Requirement.exists(new LabelKey("reserved", "remote-node")));
    return names(written, EndpointLabels.CLUSTER)
        ? remote
        : remote.and(Requirement.equal(CLUSTER, cluster));
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
