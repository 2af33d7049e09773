package dev.chancery.testproxy.stream;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/** Names of resources, which state-of-the-world responses carry only inside. */
final class ResourceNames {
  private ResourceNames() {}

  /** The name, or what is wrong in angle brackets. */
  static String of(XdsType type, Any any) {
    try {
      return switch (type) {
        case LISTENER -> any.unpack(Listener.class).getName();
        case CLUSTER -> any.unpack(Cluster.class).getName();
        case ROUTE -> any.unpack(RouteConfiguration.class).getName();
        case ENDPOINT -> any.unpack(ClusterLoadAssignment.class).getClusterName();
        case SECRET -> any.unpack(Secret.class).getName();
        case POLICY -> Long.toUnsignedString(any.unpack(NetworkPolicy.class).getEndpointId());
        case HOSTS -> Long.toUnsignedString(any.unpack(NetworkPolicyHosts.class).getPolicy());
      };
    } catch (InvalidProtocolBufferException e) {
      return "<" + any.getTypeUrl() + ">";
    }
  }
}
