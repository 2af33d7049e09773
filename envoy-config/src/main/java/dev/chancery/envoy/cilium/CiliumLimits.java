package dev.chancery.envoy.cilium;

import dev.chancery.envoy.Limits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Feature;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Optional;

/** What of the language a cilium-envoy does not enforce. */
public final class CiliumLimits {
  private CiliumLimits() {}

  /** Of a proxy of the release that is chosen. */
  public static Limits of(CiliumOptions options) {
    return new Limits("cilium-envoy", feature -> reason(feature, options.release()));
  }

  /** An error for each use of what cannot be enforced, and warnings; empty for most policies. */
  public static List<Problem> of(Policy policy, CiliumOptions options) {
    return of(options).of(policy);
  }

  private static Optional<String> reason(Feature feature, ProxyRelease release) {
    return switch (feature) {
      case SERVER_NAMES, TERMINATING_TLS, ORIGINATING_TLS, HEADER_ACTION, HEADER_SECRET ->
          Optional.empty();
      case SERVER_NAME_PATTERNS ->
          release.readsServerNamePatterns()
              ? Optional.empty()
              : Optional.of(
                  "a proxy of Cilium " + release.text() + " compares server names as they stand");
      case NODE_SUBJECT -> Optional.of("connections of the node itself are not sent to it");
      case PEERS_BY_GROUP ->
          Optional.of("no cloud provider is asked which machines are in a group");
      case DENIED_CLUSTER_PEERS ->
          Optional.of(
              "addresses of nodes and of the API server are not known: they are of the world, and"
                  + " this would deny nobody (deny them with CIDR rules)");
      case AUTHENTICATION ->
          Optional.of("peers are not authenticated; without it they would be let in");
      case LISTENER ->
          Optional.of("listeners of a CiliumEnvoyConfig are not served, only those of its own");
      case DNS_NAMES -> Optional.of("without the DNS proxy no name can be refused");
      case OTHER_PROTOCOL ->
          Optional.of("it is not told to load proxylib, which would read this protocol");
      case PEERS_BY_NAME, CLUSTER_PEERS, DNS_EVERY_NAME, LOG -> throw new AssertionError(feature);
    };
  }
}
