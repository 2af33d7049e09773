package dev.chancery.testproxy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.api.cilium.L7Policy;
import dev.chancery.api.cilium.NetworkFilter;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.List;
import java.util.function.UnaryOperator;

/** Listeners as a good control plane sends them (§6), and pieces to spoil them with. */
final class Redirects {
  private Redirects() {}

  static Listener http(String name, int port, boolean ingress) {
    return http(name, port, ingress, metadata -> metadata);
  }

  static Listener http(
      String name, int port, boolean ingress, UnaryOperator<BpfMetadata.Builder> metadata) {
    BpfMetadata.Builder builder =
        BpfMetadata.newBuilder().setIsIngress(ingress).setUseNphds(true).setProxyId(port);
    String cluster = ingress ? "ingress-cluster" : "egress-cluster";
    return Listener.newBuilder()
        .setName(name)
        .setAddress(address("127.0.0.1", port))
        .addListenerFilters(
            listenerFilter(
                "envoy.filters.listener.tls_inspector", TlsInspector.getDefaultInstance()))
        .addListenerFilters(listenerFilter("cilium.bpf_metadata", metadata.apply(builder).build()))
        .addFilterChains(chain(network(), manager(cluster, l7policy(""), router())))
        .build();
  }

  static Address address(String address, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
        .build();
  }

  static AdditionalAddress additional(String address, int port) {
    return AdditionalAddress.newBuilder().setAddress(address(address, port)).build();
  }

  static ListenerFilter listenerFilter(String name, Message config) {
    return ListenerFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }

  static FilterChain chain(Filter... filters) {
    return FilterChain.newBuilder().addAllFilters(List.of(filters)).build();
  }

  static Filter network() {
    return filter("cilium.network", NetworkFilter.getDefaultInstance());
  }

  static Filter filter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }

  static Filter manager(String cluster, HttpFilter... filters) {
    return filter(
        "envoy.filters.network.http_connection_manager",
        HttpConnectionManager.newBuilder()
            .setStatPrefix("proxy")
            .addAllHttpFilters(List.of(filters))
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .addVirtualHosts(
                        VirtualHost.newBuilder()
                            .setName("default_route")
                            .addDomains("*")
                            .addRoutes(
                                Route.newBuilder()
                                    .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                    .setRoute(RouteAction.newBuilder().setCluster(cluster)))))
            .build());
  }

  /** An egress redirect whose routes come by RDS under the name {@code routes}. */
  static Listener withRoutes(String name, int port, ConfigSource source) {
    return http(name, port, false).toBuilder()
        .setFilterChains(
            0,
            chain(
                network(),
                filter(
                    "envoy.filters.network.http_connection_manager",
                    HttpConnectionManager.newBuilder()
                        .setStatPrefix("proxy")
                        .addHttpFilters(l7policy(""))
                        .addHttpFilters(router())
                        .setRds(
                            Rds.newBuilder().setRouteConfigName("routes").setConfigSource(source))
                        .build())))
        .build();
  }

  static HttpFilter l7policy(String accessLogPath) {
    return httpFilter(
        "cilium.l7policy", L7Policy.newBuilder().setAccessLogPath(accessLogPath).build());
  }

  static HttpFilter router() {
    return httpFilter("envoy.filters.http.router", Router.getDefaultInstance());
  }

  static HttpFilter httpFilter(String name, Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }
}
