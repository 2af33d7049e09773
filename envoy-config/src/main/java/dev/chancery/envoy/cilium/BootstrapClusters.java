package dev.chancery.envoy.cilium;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.chancery.api.cilium.UpstreamTlsWrapperContext;
import dev.chancery.policy.Direction;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.UpstreamHttpProtocolOptions;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;

/** The six clusters that every cilium-envoy has from its start. */
final class BootstrapClusters {
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  private static final int CONNECT_SECONDS = 2;
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_RETRIES = 128;

  private BootstrapClusters() {}

  static List<Cluster> all(CiliumOptions options) {
    var http2 =
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build();
    return List.of(
        original(Direction.INGRESS, false),
        original(Direction.EGRESS, false),
        original(Direction.INGRESS, true),
        original(Direction.EGRESS, true),
        socket(ClusterNames.XDS, options, CiliumOptions.XDS_SOCKET)
            .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(http2))
            .build(),
        socket(ClusterNames.ADMIN, options, CiliumOptions.ADMIN_SOCKET).build());
  }

  /** No SNI is derived from the request: the filter {@code cilium.network} passes the client's. */
  private static Cluster original(Direction direction, boolean tls) {
    HttpProtocolOptions.Builder http =
        HttpProtocolOptions.newBuilder()
            .setCommonHttpProtocolOptions(
                io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
                    .setIdleTimeout(Messages.seconds(IDLE_SECONDS))
                    .setMaxConnectionDuration(Messages.seconds(0))
                    .setMaxRequestsPerConnection(UInt32Value.of(0)))
            .setUseDownstreamProtocolConfig(
                HttpProtocolOptions.UseDownstreamHttpConfig.getDefaultInstance());
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setName(ClusterNames.original(direction, tls))
            .setType(Cluster.DiscoveryType.ORIGINAL_DST)
            .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
            .setConnectTimeout(Messages.seconds(CONNECT_SECONDS))
            .setCleanupInterval(
                Duration.newBuilder().setSeconds(CONNECT_SECONDS).setNanos(500_000_000))
            .setCircuitBreakers(
                CircuitBreakers.newBuilder()
                    .addThresholds(
                        CircuitBreakers.Thresholds.newBuilder()
                            .setMaxRetries(UInt32Value.of(MAX_RETRIES))));
    if (tls) {
      http.setUpstreamHttpProtocolOptions(UpstreamHttpProtocolOptions.getDefaultInstance());
      cluster.setTransportSocket(
          Messages.tlsWrapper(UpstreamTlsWrapperContext.getDefaultInstance()));
    }
    return cluster.putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(http.build())).build();
  }

  private static Cluster.Builder socket(String name, CiliumOptions options, String socket) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.STATIC)
        .setConnectTimeout(Messages.seconds(CONNECT_SECONDS))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(
                    LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(
                            LbEndpoint.newBuilder()
                                .setEndpoint(
                                    Endpoint.newBuilder()
                                        .setAddress(Messages.pipe(options.socket(socket), 0))))));
  }
}
