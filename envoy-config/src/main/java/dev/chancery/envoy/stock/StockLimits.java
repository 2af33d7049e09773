package dev.chancery.envoy.stock;

import dev.chancery.envoy.Limits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Feature;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Optional;

/** What of the language the stock Envoy does not enforce. */
public final class StockLimits {
  public static final Limits LIMITS = new Limits("the stock Envoy", StockLimits::reason);

  private StockLimits() {}

  /** An error for each use of what cannot be enforced, and warnings; empty for most policies. */
  public static List<Problem> of(Policy policy) {
    return LIMITS.of(policy);
  }

  private static Optional<String> reason(Feature feature) {
    return Optional.of(
        switch (feature) {
          case NODE_SUBJECT -> "connections of the node itself do not pass it";
          case PEERS_BY_GROUP -> "no cloud provider is asked which machines are in a group";
          case DENIED_CLUSTER_PEERS ->
              "addresses of nodes and of the API server are not known: they are of the world, and"
                  + " this would deny nobody (deny them with CIDR rules)";
          case AUTHENTICATION -> "peers are not authenticated; without it they would be let in";
          case SERVER_NAMES, SERVER_NAME_PATTERNS -> "the name in a TLS hello is not looked at";
          case TERMINATING_TLS, ORIGINATING_TLS -> "TLS connections are not opened";
          case LISTENER -> "there are no listeners but its own";
          case HEADER_ACTION -> "headers are neither logged nor edited where they mismatch";
          case HEADER_SECRET -> "headers are not compared with secrets";
          case DNS_NAMES -> "without the DNS proxy no name can be refused";
          case OTHER_PROTOCOL -> "it does not read this protocol";
          case PEERS_BY_NAME, CLUSTER_PEERS, DNS_EVERY_NAME, LOG ->
              throw new AssertionError(feature);
        });
  }
}
