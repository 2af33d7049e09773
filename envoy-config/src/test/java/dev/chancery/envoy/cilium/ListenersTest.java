package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.api.cilium.DownstreamTlsWrapperContext;
import dev.chancery.api.cilium.L7Policy;
import dev.chancery.api.cilium.NetworkFilter;
import dev.chancery.envoy.EnvoyResource;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {
  private static final int PORT = 14567;
  private static final String LOG = "/run/test/sockets/access_log.sock";

  @ParameterizedTest
  @CsvSource({
    "V1_19, HTTP_EGRESS,  cilium-http-egress:14567",
    "V1_20, HTTP_INGRESS, cilium-http-ingress:14567",
    "V1_17, TCP_EGRESS,   cilium-generic-egress:14567",
    "V1_19, TCP_INGRESS,  cilium-generic-ingress:14567",
    "V1_20, TCP_EGRESS,   cilium-tls-egress:14567"
  })
  void isNamedByItsPortNameAndPort(ProxyRelease release, ProxyListener listener, String name) {
    EnvoyResource resource =
        new CiliumTranslator(Releases.of(release, IdentitySource.NPHDS)).listener(listener, PORT);

    assertThat(resource.name()).isEqualTo(name);
    assertThat(((Listener) resource.message()).getName()).isEqualTo(name);
    assertThat(resource.typeUrl())
        .isEqualTo("type.googleapis.com/envoy.config.listener.v3.Listener");
  }

  @ParameterizedTest
  @EnumSource(ProxyListener.class)
  void looksAtTheServerNameBeforeTheAddresses(ProxyListener which) throws Exception {
    Listener listener = listener(ProxyRelease.V1_19, IdentitySource.NPHDS, which);

    assertThat(listener.getListenerFiltersList())
        .extracting(f -> f.getName())
        .containsExactly("envoy.filters.listener.tls_inspector", "cilium.bpf_metadata");
    assertThat(metadata(listener).getProxyId()).isEqualTo(PORT);
    assertThat(metadata(listener).getIsL7Lb()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "IPV4, 127.0.0.1, ''",
    "IPV6, ::1,       ''",
    "BOTH, 127.0.0.1, ::1",
  })
  void listensOnTheLoopbackAddressOfEachFamily(
      IpFamilies families, String address, String additional) {
    var translator = new CiliumTranslator(CiliumOptions.DEFAULTS.with(families));
    for (ProxyListener which : ProxyListener.values()) {
      Listener listener = (Listener) translator.listener(which, PORT).message();

      assertThat(listener.getAddress()).isEqualTo(at(address));
      assertThat(listener.getAdditionalAddressesList())
          .extracting(AdditionalAddress::getAddress)
          .isEqualTo(additional.isEmpty() ? List.of() : List.of(at(additional)));
    }
  }

  private static Address at(String address) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(PORT))
        .build();
  }

  /** Whether hosts are asked for, the root of BPF maps, and the name of the ipcache. */
  @ParameterizedTest
  @CsvSource({
    "V1_17, NPHDS,   true,  /run/chancery/no-bpf-maps, ''",
    "V1_18, NPHDS,   true,  '',                        ''",
    "V1_19, NPHDS,   true,  '',                        ''",
    "V1_20, NPHDS,   true,  '',                        ''",
    "V1_17, IPCACHE, false, /sys/fs/bpf,               ''",
    "V1_18, IPCACHE, false, /sys/fs/bpf,               cilium_ipcache_v2",
    "V1_20, IPCACHE, false, /sys/fs/bpf,               cilium_ipcache_v2"
  })
  void hasIdentitiesFromOneSource(
      ProxyRelease release, IdentitySource source, boolean hosts, String root, String ipcache)
      throws Exception {
    BpfMetadata metadata = metadata(listener(release, source, ProxyListener.HTTP_EGRESS));

    assertThat(metadata.getUseNphds()).isEqualTo(hosts);
    assertThat(metadata.getBpfRoot()).isEqualTo(root);
    assertThat(metadata.getIpcacheName()).isEqualTo(ipcache);
  }

  @ParameterizedTest
  @EnumSource(ProxyRelease.class)
  void everyListenerOfAProcessHasTheSameRoot(ProxyRelease release) {
    for (IdentitySource source : IdentitySource.values()) {
      assertThat(ProxyListener.values())
          .extracting(which -> metadata(listener(release, source, which)).getBpfRoot())
          .containsOnly(
              metadata(listener(release, source, ProxyListener.TCP_INGRESS)).getBpfRoot());
    }
  }

  @Test
  void keepsTheClientsAddressOnEgressAlone() throws Exception {
    BpfMetadata egress =
        metadata(listener(ProxyRelease.V1_19, IdentitySource.NPHDS, ProxyListener.HTTP_EGRESS));
    BpfMetadata ingress =
        metadata(listener(ProxyRelease.V1_19, IdentitySource.NPHDS, ProxyListener.HTTP_INGRESS));

    assertThat(egress.getUseOriginalSourceAddress()).isTrue();
    assertThat(egress.getIsIngress()).isFalse();
    assertThat(egress.hasOriginalSourceSoLingerTime()).isFalse();
    assertThat(ingress.getUseOriginalSourceAddress()).isFalse();
    assertThat(ingress.getIsIngress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingress", "egress"})
  void judgesConnectionsThenRequestsOfPlainAndTlsChain(String direction) throws Exception {
    Listener listener =
        listener(
            ProxyRelease.V1_19,
            IdentitySource.NPHDS,
            direction.equals("ingress") ? ProxyListener.HTTP_INGRESS : ProxyListener.HTTP_EGRESS);
    FilterChain plain = listener.getFilterChains(0);
    FilterChain tls = listener.getFilterChains(1);

    assertThat(listener.getFilterChainsCount()).isEqualTo(2);
    assertThat(plain.hasFilterChainMatch()).isFalse();
    assertThat(plain.hasTransportSocket()).isFalse();
    assertThat(tls.getFilterChainMatch().getTransportProtocol()).isEqualTo("tls");
    assertThat(tls.getTransportSocket().getName()).isEqualTo("cilium.tls_wrapper");
    assertThat(tls.getTransportSocket().getTypedConfig().is(DownstreamTlsWrapperContext.class))
        .isTrue();
    for (FilterChain chain : List.of(plain, tls)) {
      assertThat(chain.getFiltersList())
          .extracting(Filter::getName)
          .containsExactly("cilium.network", "envoy.filters.network.http_connection_manager");
      HttpConnectionManager manager =
          unpack(chain.getFilters(1).getTypedConfig(), HttpConnectionManager.class);
      assertThat(manager.getHttpFiltersList())
          .extracting(f -> f.getName())
          .containsExactly("cilium.l7policy", "envoy.filters.http.router");
      assertThat(manager.getRouteConfig().getVirtualHosts(0).getRoutesList())
          .extracting(r -> r.getRoute().getCluster())
          .containsOnly(direction + "-cluster" + (chain.equals(tls) ? "-tls" : ""));
    }
  }

  @Test
  void requestsAreReadAsCiliumReadsThem() throws Exception {
    HttpConnectionManager manager = manager(ProxyRelease.V1_19);
    L7Policy policy = unpack(manager.getHttpFilters(0).getTypedConfig(), L7Policy.class);

    assertThat(policy.getAccessLogPath()).isEqualTo(LOG);
    assertThat(policy.getDenied403Body()).isEqualTo("Access denied");
    assertThat(manager.getStatPrefix()).isEqualTo("proxy");
    assertThat(manager.getUseRemoteAddress().getValue()).isTrue();
    assertThat(manager.getSkipXffAppend()).isTrue();
    assertThat(manager.getXffNumTrustedHops()).isZero();
    assertThat(manager.getNormalizePath().getValue()).isTrue();
    assertThat(manager.getMergeSlashes()).isTrue();
    assertThat(manager.getPathWithEscapedSlashesAction())
        .isEqualTo(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT);
    assertThat(manager.getInternalAddressConfig().getCidrRangesList())
        .extracting(r -> r.getAddressPrefix() + "/" + r.getPrefixLen().getValue())
        .containsExactly(
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.1/32", "::1/128");
    List<Route> routes = manager.getRouteConfig().getVirtualHosts(0).getRoutesList();
    assertThat(routes).hasSize(2);
    assertThat(routes.get(0).getMatch().hasGrpc()).isTrue();
    assertThat(routes).allMatch(r -> r.getMatch().getPrefix().equals("/"));
    assertThat(routes).allMatch(r -> r.getRoute().getTimeout().getSeconds() == 3600);
    assertThat(routes).allMatch(r -> r.getRoute().getRetryPolicy().getRetryOn().equals("5xx"));
    assertThat(routes).allMatch(r -> r.getRoute().getRetryPolicy().getNumRetries().getValue() == 3);
  }

  @Test
  void releasesDifferInIdleStreamsAndUpgrades() throws Exception {
    HttpConnectionManager old = manager(ProxyRelease.V1_17);
    HttpConnectionManager newer = manager(ProxyRelease.V1_18);

    assertThat(old.hasStreamIdleTimeout()).isTrue();
    assertThat(old.getStreamIdleTimeout().getSeconds()).isZero();
    assertThat(old.getUpgradeConfigsList()).isEmpty();
    assertThat(newer.getStreamIdleTimeout().getSeconds()).isEqualTo(300);
    assertThat(newer.getUpgradeConfigsList())
        .extracting(u -> u.getUpgradeType())
        .containsExactly("websocket");
  }

  @Test
  void connectionsOfOtherProtocolsAreJudgedAndPassedOn() throws Exception {
    Listener listener =
        listener(ProxyRelease.V1_19, IdentitySource.NPHDS, ProxyListener.TCP_EGRESS);

    assertThat(listener.getFilterChainsList())
        .extracting(c -> c.getFilterChainMatch().getTransportProtocol())
        .containsExactly("raw_buffer", "tls");
    for (FilterChain chain : listener.getFilterChainsList()) {
      assertThat(chain.getFiltersList())
          .extracting(Filter::getName)
          .containsExactly("cilium.network", "envoy.filters.network.tcp_proxy");
      NetworkFilter network = unpack(chain.getFilters(0).getTypedConfig(), NetworkFilter.class);
      assertThat(network.getAccessLogPath()).isEqualTo(LOG);
      assertThat(network.getProxylib()).isEmpty();
    }
    assertThat(listener.getFilterChainsList())
        .extracting(c -> unpack(c.getFilters(1).getTypedConfig(), TcpProxy.class).getCluster())
        .containsExactly("egress-cluster", "egress-cluster-tls");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536})
  void portsThatAreNoneAreRefused(int port) {
    var translator = new CiliumTranslator(CiliumOptions.DEFAULTS);

    assertThatThrownBy(() -> translator.listener(ProxyListener.HTTP_EGRESS, port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("proxy port: " + port);
  }

  private static HttpConnectionManager manager(ProxyRelease release) throws Exception {
    Listener listener = listener(release, IdentitySource.NPHDS, ProxyListener.HTTP_INGRESS);
    return unpack(
        listener.getFilterChains(0).getFilters(1).getTypedConfig(), HttpConnectionManager.class);
  }

  private static Listener listener(
      ProxyRelease release, IdentitySource source, ProxyListener listener) {
    var translator = new CiliumTranslator(Releases.of(release, source));
    return (Listener) translator.listener(listener, PORT).message();
  }

  private static BpfMetadata metadata(Listener listener) {
    return unpack(listener.getListenerFilters(1).getTypedConfig(), BpfMetadata.class);
  }

  private static <T extends Message> T unpack(Any any, Class<T> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
