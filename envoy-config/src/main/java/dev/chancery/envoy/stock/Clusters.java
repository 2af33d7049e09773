package dev.chancery.envoy.stock;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.chancery.policy.Direction;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.EnvoyInternalAddress;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Where connections go from one listener to the next, and to the application. */
final class Clusters {
  private static final Duration CONNECT = Duration.newBuilder().setSeconds(2).build();

  /**
   * Envoy keeps the connection that served a client when the client has gone; nobody else may use
   * it, so only this ends it. A client that stays gets a new one with its next request.
   */
  private static final Duration IDLE = Duration.newBuilder().setSeconds(5).build();

  /** As good as none: how many clients there may be is not the proxy's business. */
  private static final UInt32Value UNLIMITED = UInt32Value.of(1_000_000);

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private Clusters() {}

  static List<Cluster> of(Endpoint endpoint) {
    List<Cluster> clusters = new ArrayList<>();
    for (InetAddress address : endpoint.addresses()) {
      for (Direction direction : Direction.values()) {
        clusters.add(hop(endpoint, direction, address));
      }
    }
    for (ContainerPort port : Listeners.tcpPorts(endpoint)) {
      endpoint.appAddress().ifPresent(app -> clusters.add(application(endpoint, app, port.port())));
    }
    return clusters;
  }

  /** Leads to a listener inside the same Envoy; who dialled whom goes along as PROXY protocol. */
  private static Cluster hop(Endpoint endpoint, Direction direction, InetAddress address) {
    Address listener =
        Address.newBuilder()
            .setEnvoyInternalAddress(
                EnvoyInternalAddress.newBuilder()
                    .setServerListenerName(Names.side(endpoint.id(), direction)))
            .build();
    var proxyProtocol =
        ProxyProtocolUpstreamTransport.newBuilder()
            .setConfig(ProxyProtocolConfig.newBuilder().setVersion(ProxyProtocolConfig.Version.V2))
            .setTransportSocket(socket("raw", RawBuffer.getDefaultInstance()))
            .build();
    return cluster(Names.hop(direction, address), listener)
        .setTransportSocket(socket("proxy-protocol", proxyProtocol))
        .build();
  }

  private static Cluster application(Endpoint endpoint, InetAddress app, int port) {
    return cluster(Names.application(endpoint, port), Extensions.address(app, port)).build();
  }

  private static Cluster.Builder cluster(String name, Address address) {
    var http =
        HttpProtocolOptions.newBuilder()
            .setCommonHttpProtocolOptions(
                io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
                    .setIdleTimeout(IDLE))
            .setUseDownstreamProtocolConfig(
                HttpProtocolOptions.UseDownstreamHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build();
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.STATIC)
        .setConnectTimeout(CONNECT)
        .setConnectionPoolPerDownstreamConnection(true)
        .setCircuitBreakers(
            CircuitBreakers.newBuilder()
                .addThresholds(
                    CircuitBreakers.Thresholds.newBuilder()
                        .setMaxConnections(UNLIMITED)
                        .setMaxPendingRequests(UNLIMITED)
                        .setMaxRequests(UNLIMITED)))
        .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(http))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(
                    LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(
                            LbEndpoint.newBuilder()
                                .setEndpoint(
                                    io.envoyproxy.envoy.config.endpoint.v3.Endpoint.newBuilder()
                                        .setAddress(address)))));
  }

  private static TransportSocket socket(String name, Message config) {
    return TransportSocket.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }
}
