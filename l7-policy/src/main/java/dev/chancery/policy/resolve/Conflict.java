package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import java.util.List;

/**
 * Why the policy of an endpoint cannot be computed: two rules that cannot hold at once.
 *
 * @param message as Cilium says it
 * @param rules those that meet
 */
public record Conflict(Direction direction, String message, List<Provenance> rules) {
  public Conflict {
    rules = List.copyOf(rules);
  }
}
