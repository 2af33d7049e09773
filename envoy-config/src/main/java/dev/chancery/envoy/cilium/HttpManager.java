package dev.chancery.envoy.cilium;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import dev.chancery.api.cilium.L7Policy;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/** The HTTP side of a listener. There is no route for {@code CONNECT}: it is answered with 404. */
final class HttpManager {
  private final CiliumOptions options;

  HttpManager(CiliumOptions options) {
    this.options = options;
  }

  Filter filter(String cluster) {
    HttpConnectionManager.Builder manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("proxy")
            .setUseRemoteAddress(BoolValue.of(true))
            .setSkipXffAppend(true)
            .setXffNumTrustedHops(options.http().trustedHops())
            .setInternalAddressConfig(Messages.INTERNAL)
            .addHttpFilters(policy())
            .addHttpFilters(Messages.ROUTER)
            .setRouteConfig(routes(cluster));
    if (options.release() == ProxyRelease.V1_17) {
      manager.setStreamIdleTimeout(Messages.seconds(0));
    } else {
      manager
          .setStreamIdleTimeout(Messages.seconds(options.http().streamIdleTimeout()))
          .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"));
    }
    if (options.normalizePath()) {
      manager
          .setNormalizePath(BoolValue.of(true))
          .setMergeSlashes(true)
          .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT);
    }
    return Messages.filter("envoy.filters.network.http_connection_manager", manager.build());
  }

  private HttpFilter policy() {
    var policy =
        L7Policy.newBuilder()
            .setAccessLogPath(options.socket(CiliumOptions.ACCESS_LOG_SOCKET).toString())
            .setDenied403Body(options.deniedBody())
            .build();
    return HttpFilter.newBuilder()
        .setName("cilium.l7policy")
        .setTypedConfig(Any.pack(policy))
        .build();
  }

  private RouteConfiguration routes(String cluster) {
    RouteMatch.Builder all = RouteMatch.newBuilder().setPrefix("/");
    RouteAction.Builder grpc =
        action(cluster)
            .setMaxStreamDuration(
                RouteAction.MaxStreamDuration.newBuilder()
                    .setGrpcTimeoutHeaderMax(Messages.seconds(options.http().maxGrpcTimeout())));
    RouteAction.Builder plain = action(cluster);
    if (options.http().idleTimeout() > 0) {
      plain.setIdleTimeout(Messages.seconds(options.http().idleTimeout()));
    }
    return RouteConfiguration.newBuilder()
        .addVirtualHosts(
            VirtualHost.newBuilder()
                .setName("default_route")
                .addDomains("*")
                .addRoutes(
                    Route.newBuilder()
                        .setMatch(
                            all.clone()
                                .setGrpc(RouteMatch.GrpcRouteMatchOptions.getDefaultInstance()))
                        .setRoute(grpc))
                .addRoutes(Route.newBuilder().setMatch(all).setRoute(plain)))
        .build();
  }

  private RouteAction.Builder action(String cluster) {
    CiliumOptions.Http http = options.http();
    return RouteAction.newBuilder()
        .setCluster(cluster)
        .setTimeout(Messages.seconds(http.requestTimeout()))
        .setRetryPolicy(
            RetryPolicy.newBuilder()
                .setRetryOn("5xx")
                .setNumRetries(UInt32Value.of(http.retries()))
                .setPerTryTimeout(Messages.seconds(http.retryTimeout())));
  }
}
