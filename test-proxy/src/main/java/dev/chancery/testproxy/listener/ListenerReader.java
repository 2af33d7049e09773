package dev.chancery.testproxy.listener;

import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
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
    SocketAddress address = proto.getAddress().getSocketAddress();
    address(address);
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
          10, "error adding listener '" + place(address) + "': no filter chains specified");
    }
    return new ProxyListener(
        proto,
        address.getAddress(),
        address.getPortValue(),
        metadata,
        metadata.isPresent() && inspectsFirst(proto),
        read);
  }

  private void address(SocketAddress address) throws Rejected {
    int port = address.getPortValue();
    if (port > 0 && port < 1024) {
      throw new Rejected(10, "cannot bind '" + place(address) + "': Permission denied");
    }
    if (around.portBusy().test(port)) {
      throw new Rejected(10, "cannot bind '" + place(address) + "': Address already in use");
    }
  }

  private static String place(SocketAddress address) {
    return address.getAddress() + ":" + address.getPortValue();
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
