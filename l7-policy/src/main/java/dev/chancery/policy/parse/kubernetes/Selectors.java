package dev.chancery.policy.parse.kubernetes;

import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.parse.cilium.SelectorReader;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Selectors of pods and of namespaces, as selectors over the labels of identities. */
final class Selectors {
  private static final LabelKey NAMESPACE = LabelKey.k8s(EndpointLabels.NAMESPACE);
  private static final LabelKey CLUSTER = LabelKey.k8s(EndpointLabels.CLUSTER);

  private final Requirement ownNamespace;
  private final Requirement ownCluster;
  private final SelectorReader pods;
  private final SelectorReader namespaces;

  Selectors(String namespace, String cluster, Findings findings) {
    this.ownNamespace = Requirement.equal(NAMESPACE, namespace);
    this.ownCluster = Requirement.equal(CLUSTER, cluster);
    this.pods = SelectorReader.withKeys(LabelKey::k8s, findings);
    this.namespaces =
        SelectorReader.withKeys(
            name -> LabelKey.k8s(EndpointLabels.NAMESPACE_LABELS + "." + name), findings);
  }

  /** {@code spec.podSelector}. */
  Selector subject(Fields podSelector) {
    return pods.read(podSelector).and(ownNamespace);
  }

  /** {@code podSelector} alone: pods of the policy's namespace. */
  Selector ofOwnNamespace(Fields podSelector) {
    return pods.read(podSelector).and(ownNamespace).and(ownCluster);
  }

  /**
   * Pods of the namespaces that a selector chooses; an empty one chooses all.
   *
   * @param podSelector all of them where there is none
   */
  Selector ofNamespaces(Fields namespaceSelector, Optional<Fields> podSelector) {
    List<Requirement> all = new ArrayList<>(namespaces.read(namespaceSelector).requirements());
    if (all.isEmpty()) {
      all.add(Requirement.exists(NAMESPACE));
    }
    podSelector.ifPresent(p -> all.addAll(pods.read(p).requirements()));
    all.add(ownCluster);
    return new Selector(all);
  }
}
