package dev.chancery.policy.resolve;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.resolve.PolicyEntry.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one rule, or several together, say of one selector on one filter. Mirrors {@code
 * PerSelectorPolicy} of Cilium's {@code pkg/policy/l4.go}.
 *
 * @param listener {@code namespace/config/listener} of the user's own; empty for the shared ones
 */
record Contribution(
    Action action,
    L7Rules l7,
    Optional<Redirect> redirect,
    String listener,
    ConnectionRules connection,
    Optional<Authentication> authentication,
    List<Part> parts) {

  static Contribution deny(Part part) {
    return new Contribution(
        Action.DENY,
        new L7Rules.None(),
        Optional.empty(),
        "",
        ConnectionRules.NONE,
        Optional.empty(),
        List.of(part));
  }

  /** An allow without demands. */
  static Contribution plain(Part part) {
    return new Contribution(
        Action.ALLOW,
        new L7Rules.None(),
        Optional.empty(),
        "",
        ConnectionRules.NONE,
        Optional.empty(),
        List.of(part));
  }

  /**
   * This, which says what is said, with what another rule contributed to it or lost against it. An
   * element that names one port twice is one part.
   */
  Contribution withParts(List<Part> first, List<Part> second) {
    List<Part> all = new ArrayList<>(first);
    second.stream().filter(p -> !p.equals(all.get(all.size() - 1))).forEach(all::add);
    return new Contribution(action, l7, redirect, listener, connection, authentication, all);
  }

  boolean saysTheSameAs(Contribution other) {
    return action == other.action
        && L7Union.sameRules(l7, other.l7)
        && redirect.equals(other.redirect)
        && listener.equals(other.listener)
        && connection.equals(other.connection)
        && authentication.equals(other.authentication);
  }

  PolicyEntry entry(PortRange ports, Peers peers) {
    return new PolicyEntry(ports, peers, action, l7, redirect, connection, authentication, parts);
  }
}
