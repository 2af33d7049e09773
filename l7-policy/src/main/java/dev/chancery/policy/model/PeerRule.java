package dev.chancery.policy.model;

import java.util.List;

/** Whom a rule element speaks of. */
public sealed interface PeerRule {
  /** No peer list is written, but ports are. */
  record Everyone() implements PeerRule {}

  /** Whoever one of these selects; nobody where the list is empty. */
  record AnyOf(List<PeerSelector> selectors) implements PeerRule {
    public AnyOf {
      selectors = List.copyOf(selectors);
    }
  }
}
