package dev.chancery.testproxy.listener;

import dev.chancery.api.cilium.NetworkFilter;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a filter chain: {@code cilium.network} first, one terminal filter, and that last. */
final class ChainReader {
  private static final String NETWORK = "cilium.network";
  private static final String HTTP = "envoy.filters.network.http_connection_manager";
  private static final String TCP = "envoy.filters.network.tcp_proxy";
  private static final Set<String> TERMINAL = Set.of(HTTP, TCP);

  private final boolean redirect;
  private final Surroundings around;

  ChainReader(boolean redirect, Surroundings around) {
    this.redirect = redirect;
    this.around = around;
  }

  Chain read(FilterChain chain) throws Rejected {
    for (Filter filter : chain.getFiltersList()) {
      Extensions.demand(
          filter.getName(), filter.getTypedConfig().getTypeUrl(), around.generation());
    }
    boolean wrapper = false;
    if (chain.hasTransportSocket()) {
      String name = chain.getTransportSocket().getName();
      Extensions.demand(
          name, chain.getTransportSocket().getTypedConfig().getTypeUrl(), around.generation());
      wrapper = name.equals("cilium.tls_wrapper");
    }
    List<String> names = chain.getFiltersList().stream().map(Filter::getName).toList();
    order(names);
    return new Chain(
        chain.getFilterChainMatch().getTransportProtocol(),
        chain.getFilterChainMatch().getApplicationProtocolsList(),
        names,
        names.contains(NETWORK),
        logPath(chain),
        wrapper,
        http(chain),
        cluster(chain));
  }

  private void order(List<String> names) throws Rejected {
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      if (TERMINAL.contains(names.get(i)) != last) {
        throw new Rejected(
            17,
            last
                ? "Error: non-terminal filter named "
                    + names.get(i)
                    + " is the last filter in a network filter chain."
                : "Error: terminal filter named "
                    + names.get(i)
                    + " must be the last filter in a network filter chain.");
      }
    }
    if (redirect && !names.contains(NETWORK)) {
      around.audit().note(17, "filter chain without " + NETWORK + ": connections are not judged");
    }
  }

  private static Optional<String> logPath(FilterChain chain) throws Rejected {
    for (Filter filter : chain.getFiltersList()) {
      if (filter.getName().equals(NETWORK)) {
        return Optional.of(Unpack.as(filter.getTypedConfig(), NetworkFilter.class))
            .map(NetworkFilter::getAccessLogPath)
            .filter(path -> !path.isEmpty());
      }
    }
    return Optional.empty();
  }

  private Optional<HttpSettings> http(FilterChain chain) throws Rejected {
    for (Filter filter : chain.getFiltersList()) {
      if (filter.getName().equals(HTTP)) {
        return Optional.of(HttpReader.read(filter.getTypedConfig(), redirect, around));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> cluster(FilterChain chain) throws Rejected {
    for (Filter filter : chain.getFiltersList()) {
      if (filter.getName().equals(TCP)) {
        return Optional.of(Unpack.as(filter.getTypedConfig(), TcpProxy.class).getCluster());
      }
    }
    return Optional.empty();
  }
}
