package dev.chancery.policy.parse.kubernetes;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the one rule of a {@code NetworkPolicy}. Unlike in Cilium's own kinds, a list of peers that
 * is left out or empty means everyone, the world included.
 *
 * <p>A direction that is named in {@code policyTypes}, or that has rules, is denied by default;
 * ingress is, too, where {@code policyTypes} does not say otherwise.
 */
public final class NetworkPolicyReader {
  private final String cluster;

  /**
   * @param cluster name of the local cluster, to which peer selectors are narrowed
   */
  public NetworkPolicyReader(String cluster) {
    this.cluster = cluster;
  }

  /** What is wrong is among the findings. */
  public List<Rule> read(Node.Mapping object, PolicyRef ref, Findings findings) {
    Optional<Fields> spec =
        Fields.open(object, KubernetesSchema.OBJECT, findings)
            .flatMap(
                o -> {
                  if (!o.has("spec")) {
                    findings.error(object, "empty-policy", "empty policy: no spec");
                  }
                  return o.object("spec", KubernetesSchema.SPEC);
                });
    return spec.map(s -> List.of(rule(s, ref, findings))).orElse(List.of());
  }

  private Rule rule(Fields spec, PolicyRef ref, Findings findings) {
    var selectors = new Selectors(ref.namespace(), cluster, findings);
    Optional<Fields> subject = spec.object("podSelector", KubernetesSchema.SELECTOR);
    if (!spec.has("podSelector")) {
      findings.error(spec.node(), "no-subject", "podSelector: missing (expected: {} for all pods)");
    }
    Set<Direction> types = PolicyTypes.read(spec, findings);
    List<RuleElement> elements = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      var reader = new Elements(direction, ref, selectors, findings);
      List<RuleElement> written = reader.read(spec);
      elements.addAll(written);
      if (written.isEmpty() && types.contains(direction)) {
        elements.add(nothing(direction, new Provenance(ref, spec.node().path(), spec.location())));
      }
    }
    var denied = EnumSet.noneOf(Direction.class);
    elements.forEach(e -> denied.add(e.direction()));
    return new Rule(
        new Subject.Endpoints(subject.map(selectors::subject).orElse(Selector.EVERYTHING)),
        elements,
        denied,
        List.of(),
        "",
        Optional.empty(),
        new Provenance(ref, spec.node().path(), spec.location()));
  }

  /** An element that allows nothing: it turns default deny on. */
  private static RuleElement nothing(Direction direction, Provenance origin) {
    return new RuleElement(
        direction,
        Action.ALLOW,
        new PeerRule.AnyOf(List.of()),
        List.of(PortRule.everything(origin)),
        Optional.empty(),
        origin);
  }
}
