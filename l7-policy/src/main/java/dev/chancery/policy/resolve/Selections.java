package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.peer.PeerAtoms;
import dev.chancery.policy.peer.SelectorIndex;
import java.util.LinkedHashSet;
import java.util.Set;

/** Answers whom selectors select, and keeps which were asked for. */
final class Selections {
  private final Set<PeerSelector> asked = new LinkedHashSet<>();
  private SelectorIndex index;

  Selections(SelectorIndex index) {
    this.index = index;
  }

  /** The wildcard selects even those who are not known. */
  Peers peers(PeerSelector selector) {
    if (selector.equals(PeerAtoms.WILDCARD)) {
      return new Peers.Any();
    }
    asked.add(selector);
    index = index.with(selector);
    return new Peers.Identities(index.find(selector).orElse(IdentitySet.EMPTY));
  }

  /** What was asked for since this was called last. */
  Set<PeerSelector> takeAsked() {
    Set<PeerSelector> taken = Set.copyOf(asked);
    asked.clear();
    return taken;
  }

  /** With all selectors that were ever asked for. */
  SelectorIndex index() {
    return index;
  }
}
