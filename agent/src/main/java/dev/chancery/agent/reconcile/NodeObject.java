package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import java.util.List;

/** A good version of an object. */
sealed interface NodeObject {
  /** A Namespace, Pod or Service. */
  record Core(ManifestObject object) implements NodeObject {}

  /**
   * A policy.
   *
   * @param warnings what its author should know; none of them refuses it
   */
  record Rules(Policy policy, List<Problem> warnings) implements NodeObject {
    public Rules {
      warnings = List.copyOf(warnings);
    }
  }
}
