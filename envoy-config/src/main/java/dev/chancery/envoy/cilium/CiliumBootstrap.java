package dev.chancery.envoy.cilium;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;

/**
 * The bootstrap of a cilium-envoy, as the charts of Cilium have it ({@code cilium-envoy-config}),
 * with one thing more: room for patterns.
 */
public final class CiliumBootstrap {
  /** By its second part the control plane knows which proxy of a node asks. */
  public static final String NODE_ID = "host~127.0.0.1~no-id~localdomain";

  private static final int MODE_0660 = 0660;
  private static final int INITIAL_FETCH_SECONDS = 30;
  private static final long MAX_CONNECTIONS = 50_000;

  private CiliumBootstrap() {}

  public static Bootstrap of(CiliumOptions options) {
    return Bootstrap.newBuilder()
        .setNode(Node.newBuilder().setId(NODE_ID).setCluster("ingress-cluster"))
        .setStaticResources(
            Bootstrap.StaticResources.newBuilder()
                .addAllListeners(BootstrapListeners.all(options.families()))
                .addAllClusters(BootstrapClusters.all(options)))
        .setDynamicResources(
            Bootstrap.DynamicResources.newBuilder().setLdsConfig(xds()).setCdsConfig(xds()))
        .addBootstrapExtensions(
            TypedExtensionConfig.newBuilder()
                .setName("envoy.bootstrap.internal_listener")
                .setTypedConfig(Any.pack(InternalListener.getDefaultInstance())))
        .setLayeredRuntime(patterns())
        .setOverloadManager(connections())
        .setApplicationLogConfig(
            Bootstrap.ApplicationLogConfig.newBuilder()
                .setLogFormat(
                    Bootstrap.ApplicationLogConfig.LogFormat.newBuilder()
                        .setTextFormat("[%Y-%m-%d %T.%e][%t][%l][%n] [%g:%#] %v")))
        .setAdmin(
            Admin.newBuilder()
                .setAddress(Messages.pipe(options.socket(CiliumOptions.ADMIN_SOCKET), MODE_0660)))
        .build();
  }

  /** A stream for each type, not one for all. */
  private static ConfigSource xds() {
    return ConfigSource.newBuilder()
        .setInitialFetchTimeout(Messages.seconds(INITIAL_FETCH_SECONDS))
        .setResourceApiVersion(ApiVersion.V3)
        .setApiConfigSource(
            ApiConfigSource.newBuilder()
                .setApiType(ApiConfigSource.ApiType.GRPC)
                .setTransportApiVersion(ApiVersion.V3)
                .setSetNodeOnFirstMessageOnly(true)
                .addGrpcServices(
                    GrpcService.newBuilder()
                        .setEnvoyGrpc(
                            GrpcService.EnvoyGrpc.newBuilder().setClusterName(ClusterNames.XDS))))
        .build();
  }

  /**
   * The charts have no such layer. Envoy then refuses every pattern beyond 100 instructions of RE2,
   * a short alternation, and all policies with it.
   */
  private static LayeredRuntime patterns() {
    return LayeredRuntime.newBuilder()
        .addLayers(
            RuntimeLayer.newBuilder()
                .setName("chancery")
                .setStaticLayer(
                    Struct.newBuilder()
                        .putFields("re2.max_program_size.error_level", number(100_000))
                        .putFields("re2.max_program_size.warn_level", number(1_000))))
        .build();
  }

  private static Value number(int value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

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
}
