package dev.chancery.envoy;

import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Feature;
import dev.chancery.policy.model.Features;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What of the language one data plane does not enforce. A policy that asks for it is refused as a
 * whole, unless doing without it lets nothing more pass than the policy says.
 */
public final class Limits {
  /** Code of the errors. */
  public static final String CODE = "not-enforceable";

  private final String dataPlane;
  private final Function<Feature, Optional<String>> reasons;

  /**
   * @param dataPlane as messages name it, such as {@code the stock Envoy}
   * @param reasons why a feature is refused, in a user's words; empty for what is enforced. Not
   *     asked of what every data plane takes with a warning
   */
  public Limits(String dataPlane, Function<Feature, Optional<String>> reasons) {
    this.dataPlane = dataPlane;
    this.reasons = reasons;
  }

  /** As messages name it. */
  public String dataPlane() {
    return dataPlane;
  }

  /** An error for each use of what cannot be enforced, and warnings; empty for most policies. */
  public List<Problem> of(Policy policy) {
    return Features.of(policy).stream().flatMap(use -> problem(use).stream()).toList();
  }

  /** Why it would be refused, in a user's words, each reason once; empty for most policies. */
  public List<String> refusals(Policy policy) {
    return Features.of(policy).stream()
        .filter(use -> problem(use).filter(Problem::isError).isPresent())
        .flatMap(use -> reasons.apply(use.feature()).stream())
        .distinct()
        .toList();
  }

  private Optional<Problem> problem(Feature.Use use) {
    return switch (use.feature()) {
      case PEERS_BY_NAME ->
          warning(
              use,
              "names-not-learnt",
              "accepted; without the DNS proxy no names are learnt: this selects nobody");
      case DNS_EVERY_NAME ->
          warning(
              use,
              "dns-not-enforced",
              "accepted; DNS rules not enforced yet: every name is allowed on these ports");
      case CLUSTER_PEERS ->
          warning(
              use,
              "peers-not-known",
              "accepted; addresses of nodes and of the API server are not known: they are of the"
                  + " world, and these entities select nobody");
      case LOG -> warning(use, "log-not-shown", "accepted; flows do not show this text");
      default -> reasons.apply(use.feature()).map(reason -> error(use, reason));
    };
  }

  private Problem error(Feature.Use use, String reason) {
    return Problem.error(
        CODE,
        use.at().path(),
        use.at().location(),
        "not enforceable by " + dataPlane + ": " + reason);
  }

  private static Optional<Problem> warning(Feature.Use use, String code, String message) {
    return Optional.of(Problem.warning(code, use.at().path(), use.at().location(), message));
  }
}
