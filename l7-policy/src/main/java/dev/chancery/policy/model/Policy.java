package dev.chancery.policy.model;

import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.WarningCode;
import java.util.List;
import java.util.Set;

/**
 * A valid policy object.
 *
 * @param rules {@code spec}, then {@code specs}, in order
 * @param silenced warnings that its author does not want, the annotation {@code
 *     chancery.dev/silence}
 */
public record Policy(PolicyRef ref, List<Rule> rules, Set<WarningCode> silenced) {
  public Policy {
    rules = List.copyOf(rules);
    silenced = Set.copyOf(silenced);
  }

  /** Whether its author does not want to be told of this. */
  public boolean silences(Problem problem) {
    return !problem.isError()
        && WarningCode.of(problem.code()).filter(silenced::contains).isPresent();
  }

  /** With all warnings. */
  public Policy(PolicyRef ref, List<Rule> rules) {
    this(ref, rules, Set.of());
  }
}
