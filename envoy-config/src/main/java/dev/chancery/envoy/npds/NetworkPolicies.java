package dev.chancery.envoy.npds;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code cilium.NetworkPolicy} of an endpoint, as in Cilium's {@code pkg/envoy/xds_server.go}. A
 * pure function: equal policies give equal messages.
 */
public final class NetworkPolicies {
  /** Name of the connection tracking map that all endpoints share. */
  private static final String CONNTRACK_MAP = "global";

  private NetworkPolicies() {}

  /**
   * The message; its resource name is the endpoint's number in decimal. Empty for an endpoint
   * without an address or number: the proxy would refuse it, and every other with it. Every secret
   * that the policy names is taken to be served.
   */
  public static Optional<NetworkPolicy> of(EndpointPolicy policy, NpdsOptions options) {
    return of(policy, options, secret -> true);
  }

  /**
   * The same, where not every secret can be had: no rule names one that is not served.
   *
   * @param served whether SDS serves a secret
   */
  public static Optional<NetworkPolicy> of(
      EndpointPolicy policy, NpdsOptions options, Predicate<SecretRef> served) {
    Endpoint endpoint = policy.endpoint();
    List<String> addresses = addresses(endpoint.addresses());
    if (addresses.isEmpty() || endpoint.id() <= 0) {
      return Optional.empty();
    }
    var rules = new PortRules(options, served);
    return Optional.of(
        NetworkPolicy.newBuilder()
            .addAllEndpointIps(addresses)
            .setEndpointId(endpoint.id())
            .addAllIngressPerPortPolicies(PortPolicies.of(policy.ingress(), rules))
            .addAllEgressPerPortPolicies(PortPolicies.of(policy.egress(), rules))
            .setConntrackMapName(options.conntrack() ? CONNTRACK_MAP : "")
            .build());
  }

  /** The first of each family. */
  private static List<String> addresses(List<InetAddress> all) {
    return Stream.of(true, false)
        .flatMap(v4 -> all.stream().filter(a -> a instanceof Inet4Address == v4).limit(1))
        .map(InetAddresses::toAddrString)
        .toList();
  }
}
