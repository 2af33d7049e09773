package dev.chancery.agent.offline.matrix;

import dev.chancery.policy.PortRange;
import java.util.List;

/**
 * Ports on which someone is let through.
 *
 * @param rules what requests must match, in words; empty where nothing is asked of them
 */
public record Opening(PortRange ports, List<String> rules) {
  public Opening {
    rules = List.copyOf(rules);
  }

  public boolean isFiltered() {
    return !rules.isEmpty();
  }
}
