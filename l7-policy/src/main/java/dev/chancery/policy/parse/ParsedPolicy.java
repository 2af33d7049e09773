package dev.chancery.policy.parse;

import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of one document.
 *
 * @param ref as far as it could be read; its texts are empty where not
 * @param location where the document starts
 * @param policy present iff no problem is an error
 * @param problems errors and warnings, in the order of the document
 */
public record ParsedPolicy(
    PolicyRef ref, Location location, Optional<Policy> policy, List<Problem> problems) {
  public ParsedPolicy {
    problems = List.copyOf(problems);
    if (policy.isPresent() == problems.stream().anyMatch(Problem::isError)) {
      throw new IllegalArgumentException("policy and errors of " + ref.key() + " contradict");
    }
  }

  /** The same with more problems: refused if one of them is an error. */
  public ParsedPolicy with(List<Problem> more) {
    boolean refused = more.stream().anyMatch(Problem::isError);
    return new ParsedPolicy(
        ref,
        location,
        refused ? Optional.empty() : policy,
        Stream.concat(problems.stream(), more.stream()).toList());
  }

  /** Problems that refuse the object. */
  public List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }

  /** Problems that do not. */
  public List<Problem> warnings() {
    return problems.stream().filter(p -> !p.isError()).toList();
  }
}
