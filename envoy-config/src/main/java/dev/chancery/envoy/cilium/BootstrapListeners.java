package dev.chancery.envoy.cilium;

import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.List;

/** What the DaemonSet's probes and Prometheus ask: one page each of the admin interface. */
final class BootstrapListeners {
  private static final int STREAM_IDLE_SECONDS = 300;

  private BootstrapListeners() {}

  static List<Listener> all() {
    return List.of(
        page("envoy-prometheus-metrics-listener", "0.0.0.0", 9964, "/metrics", "/stats/prometheus"),
        page("envoy-health-listener", "127.0.0.1", 9878, "/healthz", "/ready"));
  }

  private static Listener page(String name, String address, int port, String path, String page) {
    var route =
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix(path))
            .setRoute(
                RouteAction.newBuilder().setCluster(ClusterNames.ADMIN).setPrefixRewrite(page));
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(name)
            .setStreamIdleTimeout(Messages.seconds(STREAM_IDLE_SECONDS))
            .setInternalAddressConfig(Messages.INTERNAL)
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .addVirtualHosts(
                        VirtualHost.newBuilder().setName(name).addDomains("*").addRoutes(route)))
            .addHttpFilters(Messages.ROUTER)
            .build();
    return Listener.newBuilder()
        .setName(name)
        .setAddress(Messages.address(address, port))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Messages.filter("envoy.filters.network.http_connection_manager", manager)))
        .build();
  }
}
