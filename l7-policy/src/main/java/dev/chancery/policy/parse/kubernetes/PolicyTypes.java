package dev.chancery.policy.parse.kubernetes;

import dev.chancery.policy.Direction;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads {@code policyTypes}: the directions that are denied by default even without rules. */
final class PolicyTypes {
  private PolicyTypes() {}

  /** Ingress where nothing is written. */
  static Set<Direction> read(Fields spec, Findings findings) {
    var types = EnumSet.noneOf(Direction.class);
    List<Node> written = spec.list("policyTypes");
    for (Node node : written) {
      Fields.string(node, findings).ifPresent(text -> add(text, node, types, findings));
    }
    if (written.size() > 2) {
      findings.error(written.get(2), "too-many-types", "may not specify more than two policyTypes");
    }
    if (types.isEmpty()) {
      types.add(Direction.INGRESS);
    }
    return types;
  }

  private static void add(String text, Node node, Set<Direction> types, Findings findings) {
    switch (text) {
      case "Ingress" -> types.add(Direction.INGRESS);
      case "Egress" -> types.add(Direction.EGRESS);
      default ->
          findings.error(
              node, "unknown-value", "policyTypes: \"" + text + "\" (expected: Ingress or Egress)");
    }
  }
}
