package dev.chancery.testproxy.listener;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one listener, or says why the proxy refuses it (gotchas 2, 10 and 17). */
final class ListenerReader {
  private static final String METADATA = "cilium.bpf_metadata";
  private static final String INSPECTOR = "envoy.filters.listener.tls_inspector";

  private final Surroundings around;

  ListenerReader(Surroundings around) {
    this.around = around;
  }

  ProxyListener read(Listener proto) throws Rejected {
    Optional<String> refusal = around.refusal().apply(proto);
    if (refusal.isPresent()) {
      throw new Rejected(-1, refusal.get());
    }
    List<InetSocketAddress> addresses = addresses(proto);
    if (proto.getUseOriginalDst().getValue()) {
      Extensions.demand("envoy.filters.listener.original_dst", "", around.generation());
    }
    for (ListenerFilter filter : proto.getListenerFiltersList()) {
      Extensions.demand(
          filter.getName(), filter.getTypedConfig().getTypeUrl(), around.generation());
    }
    Optional<BpfMetadata> metadata = metadata(proto);
    if (metadata.isPresent()) {
      MetadataRules.check(metadata.get(), around);
    }
    ChainReader chains = new ChainReader(metadata.isPresent(), around);
    List<Chain> read = new ArrayList<>();
    for (FilterChain chain : proto.getFilterChainsList()) {
      read.add(chains.read(chain));
    }
    if (read.isEmpty() && !proto.hasDefaultFilterChain()) {
      throw new Rejected(
          10,
          "error adding listener '"
              + ProxyListener.place(addresses.get(0))
              + "': no filter chains specified");
    }
    return new ProxyListener(
        proto, addresses, metadata, metadata.isPresent() && inspectsFirst(proto), read);
  }

  private List<InetSocketAddress> addresses(Listener proto) throws Rejected {
    List<InetSocketAddress> addresses = new ArrayList<>();
    addresses.add(address(proto.getAddress().getSocketAddress()));
    for (AdditionalAddress additional : proto.getAdditionalAddressesList()) {
      addresses.add(address(additional.getAddress().getSocketAddress()));
    }
    int port = addresses.get(0).getPort();
    if (around.portBusy().test(port)) {
      String place = ProxyListener.place(addresses.get(0));
      throw new Rejected(10, "cannot bind '" + place + "': Address already in use");
    }
    return addresses;
  }

  private static InetSocketAddress address(SocketAddress proto) throws Rejected {
    if (!InetAddresses.isInetAddress(proto.getAddress())) {
      throw new Rejected(10, "malformed IP address: " + proto.getAddress());
    }
    var address =
        new InetSocketAddress(InetAddresses.forString(proto.getAddress()), proto.getPortValue());
    if (address.getPort() > 0 && address.getPort() < 1024) {
      throw new Rejected(
          10, "cannot bind '" + ProxyListener.place(address) + "': Permission denied");
    }
    return address;
  }

  private static Optional<BpfMetadata> metadata(Listener proto) throws Rejected {
    for (ListenerFilter filter : proto.getListenerFiltersList()) {
      if (filter.getName().equals(METADATA)) {
        return Optional.of(Unpack.as(filter.getTypedConfig(), BpfMetadata.class));
      }
    }
    return Optional.empty();
  }

  private boolean inspectsFirst(Listener proto) {
    List<String> names =
        proto.getListenerFiltersList().stream().map(ListenerFilter::getName).toList();
    int inspector = names.indexOf(INSPECTOR);
    boolean first = inspector >= 0 && inspector < names.indexOf(METADATA);
    if (inspector >= 0 && !first) {
      around.audit().note(17, proto.getName() + ": " + INSPECTOR + " stands behind " + METADATA);
    }
    return first;
  }
}
