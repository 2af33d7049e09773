package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import java.util.Optional;

/**
 * A rule that did not decide as wished, and the first of its predicates that failed.
 *
 * @param rule where it is written
 * @param passed how many predicates held before: the more, the nearer
 * @param predicate {@code peer}, {@code port}, {@code method}, {@code path}, {@code host}, {@code
 *     header x-token}, {@code name} of a DNS query, {@code server name}, {@code protocol}, or
 *     {@code deny} where everything held and a deny rule stands against it
 * @param expected what the rule demands
 * @param actual what was there, of {@code deny} the denying rule; empty where nothing was
 */
public record NearMiss(
    Provenance rule, int passed, String predicate, String expected, Optional<String> actual) {
  /** What a rule expects that compares with a secret: its value is known to the proxy alone. */
  public static final String SECRET = "the value of a secret, which is not known here";

  /** The predicate of rules that speak of others. */
  public static final String PEER = "peer";

  /** The predicate of rules that would allow, were it not for a rule of {@link Action#DENY}. */
  public static final String DENY = "deny";

  /** {@code path: /v1/exhaust-port (expected: /v1/request-landing)}. */
  public String text() {
    return predicate + ": " + actual.orElse("absent") + " (expected: " + expected + ")";
  }
}
