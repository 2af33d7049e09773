package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Any;
import com.google.protobuf.util.JsonFormat;
import dev.chancery.api.cilium.UpstreamTlsWrapperContext;
import dev.chancery.envoy.ResourceText;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CiliumBootstrapTest {
  private final Bootstrap bootstrap =
      CiliumBootstrap.of(CiliumOptions.DEFAULTS.at(Path.of("/run/test/sockets")));

  @Test
  void nodeIsTheOneThatTheControlPlaneKnows() {
    assertThat(bootstrap.getNode().getId()).isEqualTo("host~127.0.0.1~no-id~localdomain");
    assertThat(bootstrap.getNode().getCluster()).isEqualTo("ingress-cluster");
    assertThat(bootstrap.getAdmin().getAddress().getPipe().getPath())
        .isEqualTo("/run/test/sockets/admin.sock");
    assertThat(bootstrap.getAdmin().getAddress().getPipe().getMode()).isEqualTo(0660);
  }

  @Test
  void listenersAndClustersComeOverAStreamEach() {
    Bootstrap.DynamicResources dynamic = bootstrap.getDynamicResources();

    assertThat(dynamic.hasAdsConfig()).isFalse();
    assertThat(dynamic.getLdsConfig()).isEqualTo(dynamic.getCdsConfig());
    ConfigSource source = dynamic.getLdsConfig();
    assertThat(source.getInitialFetchTimeout().getSeconds()).isEqualTo(30);
    ApiConfigSource api = source.getApiConfigSource();
    assertThat(api.getApiType()).isEqualTo(ApiConfigSource.ApiType.GRPC);
    assertThat(api.getSetNodeOnFirstMessageOnly()).isTrue();
    assertThat(api.getGrpcServices(0).getEnvoyGrpc().getClusterName()).isEqualTo("xds-grpc-cilium");
  }

  @Test
  void sixClustersAreThereFromTheStart() {
    assertThat(bootstrap.getStaticResources().getClustersList())
        .extracting(Cluster::getName, Cluster::getType)
        .containsExactly(
            tuple("ingress-cluster", Cluster.DiscoveryType.ORIGINAL_DST),
            tuple("egress-cluster", Cluster.DiscoveryType.ORIGINAL_DST),
            tuple("ingress-cluster-tls", Cluster.DiscoveryType.ORIGINAL_DST),
            tuple("egress-cluster-tls", Cluster.DiscoveryType.ORIGINAL_DST),
            tuple("xds-grpc-cilium", Cluster.DiscoveryType.STATIC),
            tuple("/envoy-admin", Cluster.DiscoveryType.STATIC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ingress-cluster", "egress-cluster", "ingress-cluster-tls", "egress-cluster-tls"})
  void redirectedConnectionsGoWhereTheyWereGoing(String name) throws Exception {
    Cluster cluster = cluster(name);
    HttpProtocolOptions http = http(cluster);

    assertThat(cluster.getLbPolicy()).isEqualTo(Cluster.LbPolicy.CLUSTER_PROVIDED);
    assertThat(cluster.getConnectTimeout().getSeconds()).isEqualTo(2);
    assertThat(cluster.getCleanupInterval().getSeconds()).isEqualTo(2);
    assertThat(cluster.getCleanupInterval().getNanos()).isEqualTo(500_000_000);
    assertThat(cluster.getCircuitBreakers().getThresholds(0).getMaxRetries().getValue())
        .isEqualTo(128);
    assertThat(http.hasUseDownstreamProtocolConfig()).isTrue();
    assertThat(http.getCommonHttpProtocolOptions().getIdleTimeout().getSeconds()).isEqualTo(60);
    boolean tls = name.endsWith("-tls");
    assertThat(cluster.hasTransportSocket()).isEqualTo(tls);
    assertThat(http.hasUpstreamHttpProtocolOptions()).isEqualTo(tls);
    if (tls) {
      assertThat(cluster.getTransportSocket().getName()).isEqualTo("cilium.tls_wrapper");
      Any config = cluster.getTransportSocket().getTypedConfig();
      assertThat(config.is(UpstreamTlsWrapperContext.class)).isTrue();
      assertThat(http.getUpstreamHttpProtocolOptions().getAutoSni()).isFalse();
      assertThat(http.getUpstreamHttpProtocolOptions().getAutoSanValidation()).isFalse();
    }
  }

  @Test
  void controlPlaneAndAdminAreSocketsOfTheFolder() throws Exception {
    assertThat(List.of(socket("xds-grpc-cilium"), socket("/envoy-admin")))
        .containsExactly("/run/test/sockets/xds.sock", "/run/test/sockets/admin.sock");
    assertThat(http(cluster("xds-grpc-cilium")).getExplicitHttpConfig().hasHttp2ProtocolOptions())
        .isTrue();
  }

  @Test
  void probesAndPrometheusAreAnswered() throws Exception {
    assertThat(pages(bootstrap))
        .containsExactly(
            "envoy-prometheus-metrics-listener 0.0.0.0:9964",
            "envoy-health-listener 127.0.0.1:9878");
    assertThat(List.of(page(0), page(1)))
        .containsExactly(
            "/metrics -> /envoy-admin/stats/prometheus", "/healthz -> /envoy-admin/ready");
  }

  @Test
  void probesAndPrometheusAreAnsweredOnEachFamily() {
    CiliumOptions both = CiliumOptions.DEFAULTS.with(IpFamilies.BOTH);
    CiliumOptions ipv6 = CiliumOptions.DEFAULTS.with(IpFamilies.IPV6);

    assertThat(pages(CiliumBootstrap.of(both)))
        .containsExactly(
            "envoy-prometheus-metrics-listener 0.0.0.0:9964 :::9964",
            "envoy-health-listener 127.0.0.1:9878 ::1:9878");
    assertThat(pages(CiliumBootstrap.of(ipv6)))
        .containsExactly(
            "envoy-prometheus-metrics-listener :::9964", "envoy-health-listener ::1:9878");
  }

  /** Name and addresses of each static listener. */
  private static List<String> pages(Bootstrap bootstrap) {
    return bootstrap.getStaticResources().getListenersList().stream()
        .map(
            listener ->
                Stream.concat(
                        Stream.of(listener.getAddress()),
                        listener.getAdditionalAddressesList().stream().map(a -> a.getAddress()))
                    .map(a -> a.getSocketAddress())
                    .map(a -> a.getAddress() + ":" + a.getPortValue())
                    .collect(Collectors.joining(" ", listener.getName() + " ", "")))
        .toList();
  }

  @Test
  void memoryIsBoundedAndPatternsHaveRoom() throws Exception {
    var monitor = bootstrap.getOverloadManager().getResourceMonitors(0);

    assertThat(monitor.getName())
        .isEqualTo("envoy.resource_monitors.global_downstream_max_connections");
    assertThat(
            monitor
                .getTypedConfig()
                .unpack(DownstreamConnectionsConfig.class)
                .getMaxActiveDownstreamConnections())
        .isEqualTo(50_000);
    assertThat(bootstrap.getBootstrapExtensions(0).getName())
        .isEqualTo("envoy.bootstrap.internal_listener");
    assertThat(bootstrap.getApplicationLogConfig().getLogFormat().getTextFormat()).contains("%v");
    assertThat(
            bootstrap
                .getLayeredRuntime()
                .getLayers(0)
                .getStaticLayer()
                .getFieldsOrThrow("re2.max_program_size.error_level")
                .getNumberValue())
        .isEqualTo(100_000);
  }

  @Test
  void printedTextCanBeReadBack() throws Exception {
    var back = Bootstrap.newBuilder();
    JsonFormat.parser()
        .usingTypeRegistry(
            com.google.protobuf.TypeRegistry.newBuilder()
                .add(UpstreamTlsWrapperContext.getDescriptor())
                .add(HttpProtocolOptions.getDescriptor())
                .add(HttpConnectionManager.getDescriptor())
                .add(DownstreamConnectionsConfig.getDescriptor())
                .add(io.envoyproxy.envoy.extensions.filters.http.router.v3.Router.getDescriptor())
                .add(
                    io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener
                        .getDescriptor())
                .build())
        .merge(ResourceText.json(bootstrap), back);

    assertThat(back.build()).isEqualTo(bootstrap);
  }

  private String page(int listener) throws Exception {
    HttpConnectionManager manager =
        bootstrap
            .getStaticResources()
            .getListeners(listener)
            .getFilterChains(0)
            .getFilters(0)
            .getTypedConfig()
            .unpack(HttpConnectionManager.class);
    var route = manager.getRouteConfig().getVirtualHosts(0).getRoutes(0);
    return route.getMatch().getPrefix()
        + " -> "
        + route.getRoute().getCluster()
        + route.getRoute().getPrefixRewrite();
  }

  private Cluster cluster(String name) {
    return bootstrap.getStaticResources().getClustersList().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static HttpProtocolOptions http(Cluster cluster) throws Exception {
    return cluster
        .getTypedExtensionProtocolOptionsOrThrow(
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions")
        .unpack(HttpProtocolOptions.class);
  }

  private String socket(String name) {
    return cluster(name)
        .getLoadAssignment()
        .getEndpoints(0)
        .getLbEndpoints(0)
        .getEndpoint()
        .getAddress()
        .getPipe()
        .getPath();
  }
}
