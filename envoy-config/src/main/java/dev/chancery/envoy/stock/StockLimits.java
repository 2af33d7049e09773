package dev.chancery.envoy.stock;

import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Feature;
import dev.chancery.policy.model.Features;
import dev.chancery.policy.model.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the language the stock Envoy does not enforce. A policy that asks for it is refused as a
 * whole, unless doing without it lets nothing more pass than the policy says.
 */
public final class StockLimits {
  /** Code of the errors. */
  public static final String CODE = "not-enforceable";

  private StockLimits() {}

  /** An error for each use of what cannot be enforced, and warnings; empty for most policies. */
  public static List<Problem> of(Policy policy) {
    List<Problem> problems = new ArrayList<>();
    for (Feature.Use use : Features.of(policy)) {
      problems.add(problem(use));
    }
    return problems;
  }

  /** Why it would be refused, in a user's words, each reason once; empty for most policies. */
  public static List<String> refusals(Policy policy) {
    return Features.of(policy).stream()
        .filter(use -> problem(use).isError())
        .map(use -> reason(use.feature()))
        .distinct()
        .toList();
  }

  private static Problem problem(Feature.Use use) {
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
      default ->
          Problem.error(
              CODE,
              use.at().path(),
              use.at().location(),
              "not enforceable by the stock Envoy: " + reason(use.feature()));
    };
  }

  private static Problem warning(Feature.Use use, String code, String message) {
    return Problem.warning(code, use.at().path(), use.at().location(), message);
  }

  /** In a user's words. */
  private static String reason(Feature feature) {
    return switch (feature) {
      case NODE_SUBJECT -> "connections of the node itself do not pass it";
      case PEERS_BY_GROUP -> "no cloud provider is asked which machines are in a group";
      case DENIED_CLUSTER_PEERS ->
          "addresses of nodes and of the API server are not known: they are of the world, and this"
              + " would deny nobody (deny them with CIDR rules)";
      case AUTHENTICATION -> "peers are not authenticated; without it they would be let in";
      case SERVER_NAMES -> "the name in a TLS hello is not looked at";
      case TERMINATING_TLS, ORIGINATING_TLS -> "TLS connections are not opened";
      case LISTENER -> "there are no listeners but its own";
      case HEADER_ACTION -> "headers are neither logged nor edited where they mismatch";
      case HEADER_SECRET -> "headers are not compared with secrets";
      case DNS_NAMES -> "without the DNS proxy no name can be refused";
      case OTHER_PROTOCOL -> "it does not read this protocol";
      case PEERS_BY_NAME, CLUSTER_PEERS, DNS_EVERY_NAME, LOG -> throw new AssertionError(feature);
    };
  }
}
