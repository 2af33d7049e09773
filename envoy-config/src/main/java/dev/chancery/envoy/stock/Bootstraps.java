package dev.chancery.envoy.stock;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.nio.file.Path;

/** The bootstrap of a stock Envoy that takes everything else from this agent. */
public final class Bootstraps {
  private static final int MODE_0660 = 0660;
  private static final long MAX_CONNECTIONS = 50_000;

  private Bootstraps() {}

  public static Bootstrap stock(BootstrapOptions options) {
    return Bootstrap.newBuilder()
        .setNode(Node.newBuilder().setId(options.nodeId()).setCluster(options.cluster()))
        .setAdmin(
            Admin.newBuilder().setAddress(pipe(options.socket("envoy-admin.sock"), MODE_0660)))
        .addBootstrapExtensions(
            TypedExtensionConfig.newBuilder()
                .setName("envoy.bootstrap.internal_listener")
                .setTypedConfig(Any.pack(InternalListener.getDefaultInstance())))
        .setLayeredRuntime(runtime())
        .setOverloadManager(connections())
        .setDynamicResources(
            Bootstrap.DynamicResources.newBuilder()
                .setAdsConfig(
                    ApiConfigSource.newBuilder()
                        .setApiType(ApiConfigSource.ApiType.DELTA_GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .setSetNodeOnFirstMessageOnly(true)
                        .addGrpcServices(xds()))
                .setLdsConfig(Extensions.ADS)
                .setCdsConfig(Extensions.ADS))
        .setStaticResources(
            Bootstrap.StaticResources.newBuilder()
                .addClusters(cluster(Names.XDS_CLUSTER, options.socket("xds.sock")))
                .addClusters(cluster(Names.ALS_CLUSTER, options.socket("als.sock"))))
        .build();
  }

  /** Comes back within a second after a restart of the agent, not within Envoy's half minute. */
  private static GrpcService xds() {
    return GrpcService.newBuilder()
        .setEnvoyGrpc(
            GrpcService.EnvoyGrpc.newBuilder()
                .setClusterName(Names.XDS_CLUSTER)
                .setAuthority("localhost")
                .setRetryPolicy(
                    RetryPolicy.newBuilder()
                        .setRetryBackOff(
                            BackoffStrategy.newBuilder()
                                .setBaseInterval(Duration.newBuilder().setNanos(50_000_000))
                                .setMaxInterval(Duration.newBuilder().setSeconds(1)))))
        .build();
  }

  /**
   * Long patterns are the policy author's choice; the limit would refuse the whole resource. And an
   * internal listener that closes after its answer must not look like a reset, for which the
   * listener before it would drop the answer.
   */
  private static LayeredRuntime runtime() {
    return LayeredRuntime.newBuilder()
        .addLayers(
            RuntimeLayer.newBuilder()
                .setName("chancery")
                .setStaticLayer(
                    Struct.newBuilder()
                        .putFields(
                            "envoy.reloadable_features.enable_send_rst_on_user_space_socket",
                            Value.newBuilder().setBoolValue(false).build())
                        .putFields("re2.max_program_size.error_level", number(100_000))
                        .putFields("re2.max_program_size.warn_level", number(1_000))))
        .build();
  }

  /** Bounds memory; a client's connection counts up to three times, once a listener it passes. */
  private static OverloadManager connections() {
    var limit =
        DownstreamConnectionsConfig.newBuilder()
            .setMaxActiveDownstreamConnections(MAX_CONNECTIONS)
            .build();
    return OverloadManager.newBuilder()
        .addResourceMonitors(
            ResourceMonitor.newBuilder()
                .setName("envoy.resource_monitors.global_downstream_max_connections")
                .setTypedConfig(Any.pack(limit)))
        .build();
  }

  private static Value number(int value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

  private static Cluster cluster(String name, Path socket) {
    var http2 =
        Http2ProtocolOptions.newBuilder()
            .setConnectionKeepalive(
                KeepaliveSettings.newBuilder()
                    .setInterval(Duration.newBuilder().setSeconds(10))
                    .setTimeout(Duration.newBuilder().setSeconds(5)));
    var options =
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                HttpProtocolOptions.ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(http2))
            .build();
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.STATIC)
        .setConnectTimeout(Duration.newBuilder().setSeconds(1))
        .putTypedExtensionProtocolOptions(
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions", Any.pack(options))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(
                    LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(
                            LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(pipe(socket, 0))))))
        .build();
  }

  private static Address pipe(Path path, int mode) {
    return Address.newBuilder()
        .setPipe(Pipe.newBuilder().setPath(path.toString()).setMode(mode))
        .build();
  }
}
