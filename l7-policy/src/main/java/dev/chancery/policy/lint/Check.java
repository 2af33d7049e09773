package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.Policy;
import java.util.stream.Stream;

/** One way in which people stumble. */
interface Check {
  WarningCode code();

  /** Where this policy does, in the order of the document; the world around it may matter. */
  Stream<Finding> check(Policy policy, Surroundings around);
}
