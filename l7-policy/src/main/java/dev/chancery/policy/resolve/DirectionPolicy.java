package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.Action;
import java.util.List;

/**
 * One direction of an endpoint's policy.
 *
 * <p>Entries are alternatives and their order has no meaning: traffic that any {@link Action#DENY}
 * entry covers is denied; else traffic that any {@link Action#ALLOW} entry covers, with its L7
 * rules where it has some, is allowed; else it is denied if {@code enforced}, allowed if not.
 */
public record DirectionPolicy(Direction direction, boolean enforced, List<PolicyEntry> entries) {
  public DirectionPolicy {
    entries = List.copyOf(entries);
  }

  /** A direction that no policy selects. */
  public static DirectionPolicy open(Direction direction) {
    return new DirectionPolicy(direction, false, List.of());
  }
}
