package dev.chancery.policy.resolve;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;

/**
 * One contribution of one rule: these peers, on these ports, under these L7 rules.
 *
 * @param origin the rule element that it came from
 */
public record PolicyEntry(
    PortRange ports, Peers peers, Action action, L7Rules l7, Provenance origin) {
  public PolicyEntry {
    if (action == Action.DENY && l7.redirects()) {
      throw new IllegalArgumentException("deny entry with L7 rules: " + origin.id());
    }
  }

  /** Whether L3 and L4 of this traffic are covered; {@code identity} is the peer's. */
  public boolean covers(int identity, Protocol protocol, int port) {
    return ports.contains(protocol, port) && peers.contains(identity);
  }
}
