package dev.chancery.envoy.rbac;

import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
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
    List<PolicyEntry> allowing = covering.stream().filter(Outcome::isEnforceable).toList();
    for (PolicyEntry entry : allowing) {
      if (!(entry.l7() instanceof L7Rules.Http) || layer == Layer.CONNECTION) {
        return new Settled(new Leaf(true, entry.origin().id()));
      }
    }
    if (!policy.enforced()) {
      return new Settled(Leaf.NOT_ENFORCED);
    }
    List<HttpRule> rules =
        allowing.stream()
            .filter(e -> layer == Layer.REQUEST)
            .flatMap(e -> ((L7Rules.Http) e.l7()).rules().stream())
            .filter(r -> r.actions().isEmpty())
            .toList();
    return rules.isEmpty() ? new Settled(Leaf.DEFAULT_DENY) : new Filtered(rules);
  }

  /**
   * An entry whose demands nobody here could hold someone to allows nothing. Policies with such
   * demands are refused before they come here.
   */
  private static boolean isEnforceable(PolicyEntry entry) {
    return !(entry.l7() instanceof L7Rules.Unenforced)
        && entry.connection().isNone()
        && entry.authentication().filter(a -> a != Authentication.DISABLED).isEmpty();
  }
}
