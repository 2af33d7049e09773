package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What rules depend on beside their peers.
 *
 * @param portNames of which the meaning depends on other pods
 */
record Needs(Set<String> portNames, boolean services, boolean listeners) {

  static Needs of(Collection<List<Rule>> bound) {
    Set<String> portNames = new HashSet<>();
    boolean services = false;
    boolean listeners = false;
    for (List<Rule> rules : bound) {
      for (Rule rule : rules) {
        for (RuleElement element : rule.elements()) {
          services |= namesServices(element.peers());
          for (PortRule ports : element.ports()) {
            listeners |= ports.connection().listener().isPresent();
            if (element.direction() == Direction.EGRESS) {
              addNames(ports, portNames);
            }
          }
        }
      }
    }
    return new Needs(Set.copyOf(portNames), services, listeners);
  }

  private static boolean namesServices(PeerRule peers) {
    return peers instanceof PeerRule.AnyOf any
        && any.selectors().stream().anyMatch(PeerSelector.OfService.class::isInstance);
  }

  private static void addNames(PortRule ports, Set<String> into) {
    for (PortSpec port : ports.ports()) {
      if (port instanceof PortSpec.Named named) {
        into.add(named.name());
      }
    }
  }
}
