package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.label.LabelKey;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.syntax.KubernetesName;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code cidrGroupRef} and {@code cidrGroupSelector}: both choose by labels that the prefixes
 * of a {@code CiliumCIDRGroup} carry.
 */
final class CidrGroupReader {
  private final Findings findings;
  private final SelectorReader selectors;

  CidrGroupReader(Findings findings) {
    this.findings = findings;
    this.selectors = SelectorReader.withSource(PeerSelector.CidrGroup.SOURCE, findings);
  }

  /** What the groups' prefixes are chosen by; more than one is an error elsewhere. */
  List<Selector> read(Fields set) {
    List<Selector> groups = new ArrayList<>();
    set.string("cidrGroupRef").filter(s -> !s.isEmpty()).ifPresent(n -> groups.add(named(n, set)));
    Optional<Fields> selector = set.object("cidrGroupSelector", CiliumSchema.SELECTOR);
    selector.map(selectors::read).ifPresent(groups::add);
    return groups;
  }

  private Selector named(String name, Fields set) {
    if (!KubernetesName.isSubdomain(name)) {
      findings.schemaError(
          set.get("cidrGroupRef").orElse(set.node()),
          "pattern",
          "\"" + name + "\" is no such name (expected: the name of a CiliumCIDRGroup)");
    }
    var key =
        new LabelKey(PeerSelector.CidrGroup.SOURCE, PeerSelector.CidrGroup.NAME_PREFIX + name);
    return Selector.of(Requirement.exists(key));
  }
}
