package dev.chancery.envoy.rbac;

import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.List;

/** What a policy says of a peer on a port. */
sealed interface Outcome {
  /** The same for every request. */
  record Settled(Leaf leaf) implements Outcome {}

  /** A request passes that one of these rules matches; never empty. */
  record Filtered(List<HttpRule> rules) implements Outcome {}

  /**
   * Reads a policy.
   *
   * @param covering the entries that cover the port and the peer
   */
  static Outcome of(DirectionPolicy policy, List<PolicyEntry> covering, Layer layer) {
    for (PolicyEntry entry : covering) {
      if (entry.action() == Action.DENY) {
        return new Settled(new Leaf(false, entry.origin().id()));
      }
    }
    for (PolicyEntry entry : covering) {
      if (!entry.l7().redirects() || layer == Layer.CONNECTION) {
        return new Settled(new Leaf(true, entry.origin().id()));
      }
    }
    if (!policy.enforced()) {
      return new Settled(Leaf.NOT_ENFORCED);
    }
    List<HttpRule> rules =
        covering.stream()
            .filter(e -> layer == Layer.REQUEST && e.l7() instanceof L7Rules.Http)
            .flatMap(e -> ((L7Rules.Http) e.l7()).rules().stream())
            .toList();
    return rules.isEmpty() ? new Settled(Leaf.DEFAULT_DENY) : new Filtered(rules);
  }
}
