package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.envoy.ResourceText;
import dev.chancery.testing.RealEnvoy;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Has a stock Envoy check what is of Envoy itself in bootstrap and listeners. Taken out before, as
 * only cilium-envoy knows them: the transport socket {@code cilium.tls_wrapper}, the listener
 * filter {@code cilium.bpf_metadata}, the filters {@code cilium.network} and {@code
 * cilium.l7policy}.
 */
class CiliumConfigIT {
  @TempDir Path folder;

  @Test
  void envoyAcceptsBootstrapAndListenersWithoutWhatIsOfCilium() {
    for (ProxyRelease release : new ProxyRelease[] {ProxyRelease.V1_17, ProxyRelease.V1_19}) {
      Bootstrap.Builder bootstrap = bootstrap();
      var translator = new CiliumTranslator(Releases.of(release, IdentitySource.NPHDS));
      int port = 21_000;
      for (ProxyListener listener : ProxyListener.values()) {
        bootstrap
            .getStaticResourcesBuilder()
            .addListeners(stock((Listener) translator.listener(listener, port++).message()));
      }

      assertAccepted(bootstrap.build());
    }
  }

  @ParameterizedTest
  @EnumSource(IpFamilies.class)
  void envoyAcceptsTheAddressesOfEachFamily(IpFamilies families) {
    CiliumOptions options = CiliumOptions.DEFAULTS.with(families);
    Bootstrap.Builder bootstrap = bootstrap(options);
    Listener listener =
        (Listener)
            new CiliumTranslator(options).listener(ProxyListener.HTTP_INGRESS, 21_200).message();
    bootstrap.getStaticResourcesBuilder().addListeners(stock(listener));

    assertAccepted(bootstrap.build());
  }

  @Test
  void longPatternsAreRefusedOnlyWithTheBootstrapOfTheCharts() {
    Bootstrap.Builder ours = bootstrap();
    ours.getStaticResourcesBuilder().addListeners(withLongPattern());

    assertAccepted(ours.build());
    RealEnvoy.Validation charts =
        RealEnvoy.validate(ResourceText.json(ours.clone().clearLayeredRuntime().build()), folder);
    assertThat(charts.accepted()).isFalse();
    assertThat(charts.output()).contains("max program size of 100");
  }

  private void assertAccepted(Bootstrap bootstrap) {
    RealEnvoy.Validation validation = RealEnvoy.validate(ResourceText.json(bootstrap), folder);
    assertThat(validation.accepted()).as(validation.output()).isTrue();
  }

  private static Bootstrap.Builder bootstrap() {
    return bootstrap(CiliumOptions.DEFAULTS);
  }

  private static Bootstrap.Builder bootstrap(CiliumOptions options) {
    Bootstrap.Builder bootstrap = CiliumBootstrap.of(options).toBuilder();
    bootstrap
        .getStaticResourcesBuilder()
        .getClustersBuilderList()
        .forEach(c -> c.clearTransportSocket());
    return bootstrap;
  }

  private static Listener withLongPattern() {
    var translator = new CiliumTranslator(CiliumOptions.DEFAULTS);
    Listener.Builder listener =
        stock((Listener) translator.listener(ProxyListener.HTTP_INGRESS, 21_100).message())
            .toBuilder();
    FilterChain.Builder chain = listener.getFilterChainsBuilder(0);
    HttpConnectionManager.Builder manager = manager(chain.getFilters(0).getTypedConfig());
    manager
        .getRouteConfigBuilder()
        .getVirtualHostsBuilder(0)
        .getRoutesBuilder(0)
        .setMatch(
            RouteMatch.newBuilder()
                .setSafeRegex(RegexMatcher.newBuilder().setRegex("/[a-z]{200}")));
    chain.getFiltersBuilder(0).setTypedConfig(Any.pack(manager.build()));
    return listener.build();
  }

  private static Listener stock(Listener listener) {
    Listener.Builder stock = listener.toBuilder().removeListenerFilters(1);
    for (FilterChain.Builder chain : stock.getFilterChainsBuilderList()) {
      chain.clearTransportSocket().removeFilters(0);
      if (chain.getFilters(0).getName().endsWith("http_connection_manager")) {
        HttpConnectionManager.Builder manager = manager(chain.getFilters(0).getTypedConfig());
        chain.getFiltersBuilder(0).setTypedConfig(Any.pack(manager.removeHttpFilters(0).build()));
      }
    }
    return stock.build();
  }

  private static HttpConnectionManager.Builder manager(Any config) {
    try {
      return config.unpack(HttpConnectionManager.class).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
