package dev.chancery.agent.cilium;

import dev.chancery.xds.DiscoveryService;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.ResourceType;
import dev.chancery.xds.VersionScheme;
import dev.chancery.xds.XdsServerBuilder;

/**
 * The resource types of a cilium-envoy, each on streams of its own. All are numbered as Cilium's
 * agent does, and a response is always the complete set.
 */
public final class CiliumTypes {
  public static final String POLICY = "type.googleapis.com/cilium.NetworkPolicy";
  public static final String HOSTS = "type.googleapis.com/cilium.NetworkPolicyHosts";

  private CiliumTypes() {}

  /** Adds the types and the services that Envoy itself does not have. */
  public static XdsServerBuilder register(XdsServerBuilder builder) {
    EnvoyTypes.ALL.forEach(type -> builder.type(whole(type)));
    return builder
        .type(whole(ResourceType.of(POLICY)).withIsolation())
        .type(whole(ResourceType.of(HOSTS)))
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
        .listenersAfterClusters(true);
  }

  private static ResourceType whole(ResourceType type) {
    return type.withVersions(VersionScheme.numbered()).withWholeSnapshots();
  }
}
