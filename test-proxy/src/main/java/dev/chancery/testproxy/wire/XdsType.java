package dev.chancery.testproxy.wire;

import dev.chancery.api.cilium.NetworkPolicyDiscoveryServiceGrpc;
import dev.chancery.api.cilium.NetworkPolicyHostsDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.MethodDescriptor;

/** The types of resources that cilium-envoy asks for, each by a service of its own (§2.1). */
public enum XdsType {
  /** LDS. */
  LISTENER(
      "envoy.config.listener.v3.Listener", ListenerDiscoveryServiceGrpc.getStreamListenersMethod()),
  /** CDS. */
  CLUSTER("envoy.config.cluster.v3.Cluster", ClusterDiscoveryServiceGrpc.getStreamClustersMethod()),
  /** RDS. */
  ROUTE(
      "envoy.config.route.v3.RouteConfiguration",
      RouteDiscoveryServiceGrpc.getStreamRoutesMethod()),
  /** EDS. */
  ENDPOINT(
      "envoy.config.endpoint.v3.ClusterLoadAssignment",
      EndpointDiscoveryServiceGrpc.getStreamEndpointsMethod()),
  /** SDS. */
  SECRET(
      "envoy.extensions.transport_sockets.tls.v3.Secret",
      SecretDiscoveryServiceGrpc.getStreamSecretsMethod()),
  /** NPDS. */
  POLICY(
      "cilium.NetworkPolicy", NetworkPolicyDiscoveryServiceGrpc.getStreamNetworkPoliciesMethod()),
  /** NPHDS. */
  HOSTS(
      "cilium.NetworkPolicyHosts",
      NetworkPolicyHostsDiscoveryServiceGrpc.getStreamNetworkPolicyHostsMethod());

  private final String typeUrl;

  @SuppressWarnings("ImmutableEnumChecker") // immutable, though it does not say so
  private final MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method;

  XdsType(String message, MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method) {
    this.typeUrl = "type.googleapis.com/" + message;
    this.method = method;
  }

  /** Type URL of its resources. */
  public String typeUrl() {
    return typeUrl;
  }

  /** The state-of-the-world stream. */
  public MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method() {
    return method;
  }
}
