package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom each selector selects among the identities that exist. Each is computed once: a change of
 * identities touches the selectors that select them, a change of policies only their own.
 */
final class PeerIndex {
  private final List<Identity> identities;
  private final String cluster;
  private final Map<PeerSelector, Set<Integer>> selected = new HashMap<>();

  PeerIndex(List<Identity> identities, String cluster) {
    this.identities = identities;
    this.cluster = cluster;
  }

  Peers peers(PeerRule rule) {
    if (rule instanceof PeerRule.AnyOf any) {
      return anyOf(any.selectors());
    }
    return new Peers.Any();
  }

  private Peers anyOf(List<PeerSelector> selectors) {
    if (selectors.contains(new PeerSelector.OfEntity(Entity.ALL))) {
      return new Peers.Any();
    }
    var numbers = new HashSet<Integer>();
    selectors.forEach(s -> numbers.addAll(selected.computeIfAbsent(s, this::select)));
    return new Peers.Identities(numbers);
  }

  private Set<Integer> select(PeerSelector selector) {
    var numbers = new HashSet<Integer>();
    for (Identity identity : identities) {
      if (selector.selects(identity.labels(), cluster)) {
        numbers.add(identity.number());
      }
    }
    return Set.copyOf(numbers);
  }
}
