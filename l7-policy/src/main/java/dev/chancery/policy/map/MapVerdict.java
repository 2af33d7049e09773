package dev.chancery.policy.map;

import dev.chancery.policy.model.Action;
import java.util.Optional;

/**
 * What the kernel does with a packet.
 *
 * @param entry the one that decides; where there is none the packet is dropped
 * @param authentication demanded of the peer, its own or that of the entry that lost
 */
public record MapVerdict(Optional<MapEntry> entry, Optional<AuthRequirement> authentication) {
  /** Dropped for want of an entry. */
  static final MapVerdict NONE = new MapVerdict(Optional.empty(), Optional.empty());

  public boolean allowed() {
    return entry.filter(e -> e.action() == Action.ALLOW).isPresent();
  }

  /** Allowed by way of a proxy. */
  public boolean redirected() {
    return entry.filter(MapEntry::isRedirect).isPresent();
  }

  /** Dropped because an entry says so. */
  public boolean denied() {
    return entry.filter(e -> e.action() == Action.DENY).isPresent();
  }
}
