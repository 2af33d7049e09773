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

  static List<Listener> all(IpFamilies families) {
    return List.of(
        page(
            Messages.listener("envoy-prometheus-metrics-listener", families.wildcards(), 9964),
            "/metrics",
            "/stats/prometheus"),
        page(
            Messages.listener("envoy-health-listener", families.loopbacks(), 9878),
            "/healthz",
            "/ready"));
  }

  private static Listener page(Listener.Builder listener, String path, String page) {
    String name = listener.getName();
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
    return listener
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Messages.filter("envoy.filters.network.http_connection_manager", manager)))
        .build();
  }
}
