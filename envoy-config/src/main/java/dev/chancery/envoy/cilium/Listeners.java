package dev.chancery.envoy.cilium;

import com.google.protobuf.Any;
import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.api.cilium.DownstreamTlsWrapperContext;
import dev.chancery.api.cilium.NetworkFilter;
import dev.chancery.policy.Direction;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;

/**
 * Listeners that redirected connections arrive at, as in Cilium's {@code pkg/envoy/xds_server.go}.
 * They know no protocol of proxylib, MySQL or MongoDB.
 */
final class Listeners {
  /**
   * Where no BPF map is. A proxy before 1.33 asks for hosts where it is given a root in which it
   * finds no ipcache; in the real one it would find Cilium's, with other numbers than ours.
   */
  private static final String NO_MAPS = "/run/chancery/no-bpf-maps";

  private final CiliumOptions options;
  private final HttpManager http;

  Listeners(CiliumOptions options) {
    this.options = options;
    this.http = new HttpManager(options);
  }

  Listener of(ProxyListener listener, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("proxy port: " + port + " (expected: 1-65535)");
    }
    String name = listener.portName(options.release()) + ":" + port;
    return Messages.listener(name, options.families().loopbacks(), port)
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.tls_inspector")
                .setTypedConfig(Any.pack(TlsInspector.getDefaultInstance())))
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("cilium.bpf_metadata")
                .setTypedConfig(Any.pack(metadata(listener, port))))
        .addFilterChains(chain(listener, false))
        .addFilterChains(chain(listener, true))
        .build();
  }

  private BpfMetadata metadata(ProxyListener listener, int port) {
    boolean ingress = listener.direction() == Direction.INGRESS;
    BpfMetadata.Builder metadata =
        BpfMetadata.newBuilder()
            .setIsIngress(ingress)
            .setUseOriginalSourceAddress(options.originalSource() && !ingress)
            .setProxyId(port);
    identities(metadata);
    int linger = options.http().lingerTime();
    if (listener.isHttp() && linger >= 0 && options.release() != ProxyRelease.V1_17) {
      metadata.setOriginalSourceSoLingerTime(linger);
    }
    return metadata.build();
  }

  private void identities(BpfMetadata.Builder metadata) {
    if (options.identities() == IdentitySource.NPHDS) {
      metadata.setUseNphds(true).setBpfRoot(options.release().usesHosts() ? "" : NO_MAPS);
      return;
    }
    metadata.setBpfRoot(options.bpfRoot());
    if (options.release() != ProxyRelease.V1_17) {
      metadata.setIpcacheName(options.ipcacheName());
    }
  }

  private FilterChain chain(ProxyListener listener, boolean tls) {
    FilterChain.Builder chain = FilterChain.newBuilder();
    if (tls) {
      chain
          .setFilterChainMatch(transport("tls"))
          .setTransportSocket(
              Messages.tlsWrapper(DownstreamTlsWrapperContext.getDefaultInstance()));
    }
    String cluster = ClusterNames.original(listener.direction(), tls);
    if (listener.isHttp()) {
      return chain
          .addFilters(network(NetworkFilter.getDefaultInstance()))
          .addFilters(http.filter(cluster))
          .build();
    }
    if (!tls) {
      chain.setFilterChainMatch(transport("raw_buffer"));
    }
    return chain
        .addFilters(
            network(
                NetworkFilter.newBuilder()
                    .setAccessLogPath(options.socket(CiliumOptions.ACCESS_LOG_SOCKET).toString())
                    .build()))
        .addFilters(
            Messages.filter(
                "envoy.filters.network.tcp_proxy",
                TcpProxy.newBuilder().setStatPrefix("tcp_proxy").setCluster(cluster).build()))
        .build();
  }

  private static Filter network(NetworkFilter config) {
    return Messages.filter("cilium.network", config);
  }

  private static FilterChainMatch transport(String protocol) {
    return FilterChainMatch.newBuilder().setTransportProtocol(protocol).build();
  }
}
