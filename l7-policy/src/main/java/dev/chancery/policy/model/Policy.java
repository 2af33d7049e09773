package dev.chancery.policy.model;

import dev.chancery.policy.PolicyRef;
import java.util.List;

/**
 * A valid policy object.
 *
 * @param rules {@code spec}, then {@code specs}, in order
 */
public record Policy(PolicyRef ref, List<Rule> rules) {
  public Policy {
    rules = List.copyOf(rules);
  }
}
