package dev.chancery.policy.resolve;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.model.ConnectionRules;
import java.util.List;
import java.util.Optional;

/**
 * What rules say together of the peers of one selector on one port or range: these peers, on these
 * ports, under these demands.
 *
 * @param redirect where allowed traffic goes; empty where it takes no proxy
 * @param connection what is demanded of the connection
 * @param authentication empty where no rule speaks of it
 * @param parts what each rule contributed, in the order of the rules, what was overruled included;
 *     never empty
 */
public record PolicyEntry(
    PortRange ports,
    Peers peers,
    Action action,
    L7Rules l7,
    Optional<Redirect> redirect,
    ConnectionRules connection,
    Optional<Authentication> authentication,
    List<Part> parts) {
  /**
   * One rule's contribution.
   *
   * @param origin the element of {@code toPorts}, or the rule element where none is written
   */
  public record Part(Action action, L7Rules l7, Provenance origin) {}

  public PolicyEntry {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts: none (expected: at least one rule)");
    }
    if (action == Action.DENY && l7.redirects()) {
      throw new IllegalArgumentException("deny entry with L7 rules: " + parts.get(0).origin().id());
    }
  }

  /** Of one rule, without demands on the connection. */
  public PolicyEntry(PortRange ports, Peers peers, Action action, L7Rules l7, Provenance origin) {
    this(
        ports,
        peers,
        action,
        l7,
        Redirect.of(l7),
        ConnectionRules.NONE,
        Optional.empty(),
        List.of(new Part(action, l7, origin)));
  }

  /** The first rule that says what this entry does. */
  public Provenance origin() {
    return origins().get(0);
  }

  /** All rules that say what this entry does, in their order. */
  public List<Provenance> origins() {
    List<Provenance> origins =
        parts.stream().filter(p -> p.action() == action).map(Part::origin).distinct().toList();
    return origins.isEmpty() ? List.of(parts.get(0).origin()) : origins;
  }

  /** Whether this is the option {@code allow-localhost} at work, and no rule. */
  public boolean isAllowLocalhost() {
    return origin().equals(ImplicitEntries.LOCALHOST);
  }

  /** Whether L3 and L4 of this traffic are covered; {@code identity} is the peer's. */
  public boolean covers(int identity, Protocol protocol, int port) {
    return ports.contains(protocol, port) && peers.contains(identity);
  }
}
