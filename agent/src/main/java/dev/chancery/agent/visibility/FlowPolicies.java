package dev.chancery.agent.visibility;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.api.flow.Policy;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Provenance;
import java.util.ArrayList;
import java.util.List;

/** Rules as flows name them: Cilium's labels of the policy, and one for the place in it. */
final class FlowPolicies {
  /** The label that holds the path in the document, such as {@code spec.ingress[0]}. */
  static final String RULE_LABEL = "chancery:rule";

  private static final String LABEL = "k8s:io.cilium.k8s.policy.";

  private FlowPolicies() {}

  static List<Policy> of(List<Provenance> rules, NodeView view) {
    return rules.stream().map(rule -> of(rule, view.revision())).toList();
  }

  private static Policy of(Provenance rule, long revision) {
    PolicyRef ref = rule.policy();
    List<String> labels = new ArrayList<>();
    labels.add(RULE_LABEL + "=" + rule.path());
    labels.add(LABEL + "derived-from=" + ref.kind());
    labels.add(LABEL + "name=" + ref.name());
    if (!ref.namespace().isEmpty()) {
      labels.add(LABEL + "namespace=" + ref.namespace());
    }
    if (!ref.uid().isEmpty()) {
      labels.add(LABEL + "uid=" + ref.uid());
    }
    return Policy.newBuilder()
        .setName(ref.name())
        .setNamespace(ref.namespace())
        .setKind(ref.kind())
        .setRevision(revision)
        .addAllLabels(labels)
        .build();
  }
}
