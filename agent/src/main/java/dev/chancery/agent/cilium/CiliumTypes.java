package dev.chancery.agent.cilium;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.xds.DiscoveryService;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.ResourceType;
import dev.chancery.xds.SendOrder;
import dev.chancery.xds.VersionScheme;
import dev.chancery.xds.XdsServerBuilder;
import java.util.Set;

/**
 * The resource types of a cilium-envoy, each on streams of its own. All are numbered as Cilium's
 * agent does, and a response is always the complete set.
 */
public final class CiliumTypes {
  public static final String POLICY = "type.googleapis.com/cilium.NetworkPolicy";
  public static final String HOSTS = "type.googleapis.com/cilium.NetworkPolicyHosts";

  private CiliumTypes() {}

  /** Adds the types, the services that Envoy itself does not have, and the rules of streams. */
  public static XdsServerBuilder register(XdsServerBuilder builder) {
    return builder
        .type(whole(EnvoyTypes.CLUSTER, SendOrder.CLUSTERS))
        .type(whole(EnvoyTypes.ENDPOINTS, SendOrder.ENDPOINTS_AND_SECRETS))
        .type(whole(EnvoyTypes.SECRET, SendOrder.ENDPOINTS_AND_SECRETS))
        .type(whole(EnvoyTypes.LISTENER, SendOrder.LISTENERS))
        .type(whole(EnvoyTypes.ROUTE, SendOrder.ROUTES))
        .type(whole(POLICY, SendOrder.OTHER).withIsolation(CiliumTypes::addresses))
        .type(whole(HOSTS, SendOrder.OTHER))
        .service(
            DiscoveryService.of(
                "cilium.NetworkPolicyDiscoveryService",
                POLICY,
                "StreamNetworkPolicies",
                "DeltaNetworkPolicies"))
        .service(
            DiscoveryService.of(
                "cilium.NetworkPolicyHostsDiscoveryService",
                HOSTS,
                "StreamNetworkPolicyHosts",
                "DeltaNetworkPolicyHosts"))
        .nodeCheck(ProxyNode::problem)
        .firstAfter(EnvoyTypes.LISTENER, EnvoyTypes.CLUSTER)
        // With policies and no hosts a proxy would take everyone for the world.
        .firstAfter(POLICY, HOSTS)
        // One that has both goes on with them until it has policies that hold with either hosts.
        .renewedAfter(HOSTS, POLICY);
  }

  private static ResourceType whole(String typeUrl, SendOrder order) {
    return ResourceType.of(typeUrl)
        .withOrder(order)
        .withVersions(VersionScheme.numbered())
        .withWholeSnapshots();
  }

  /** An address in two policies would have the proxy refuse all. */
  private static Set<String> addresses(Any policy) {
    try {
      return Set.copyOf(policy.unpack(NetworkPolicy.class).getEndpointIpsList());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Set.of();
    }
  }
}
