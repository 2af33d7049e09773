package dev.chancery.testproxy.listener;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.BpfMetadata;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A listener that the proxy has taken.
 *
 * @param proto as received
 * @param addresses that it listens on; the first is its own, the others are additional
 * @param metadata {@code cilium.bpf_metadata}; empty: not a redirect listener
 * @param seesServerNames whether {@code tls_inspector} stands ahead of it, so that rules by name of
 *     the TLS hello can match (gotcha 17)
 * @param chains in order
 */
public record ProxyListener(
    Listener proto,
    List<InetSocketAddress> addresses,
    Optional<BpfMetadata> metadata,
    boolean seesServerNames,
    List<Chain> chains) {
  public ProxyListener {
    addresses = List.copyOf(addresses);
    chains = List.copyOf(chains);
  }

  /** Of its own address. */
  public int port() {
    return addresses.get(0).getPort();
  }

  /** Whether it accepts what a datapath assigns to the socket at this address. */
  public boolean listensOn(InetSocketAddress address) {
    return addresses.contains(address);
  }

  /** Where it listens, such as {@code 127.0.0.1:14567, [::1]:14567}. */
  String places() {
    return addresses.stream().map(ProxyListener::place).collect(Collectors.joining(", "));
  }

  static String place(InetSocketAddress address) {
    String host = InetAddresses.toAddrString(address.getAddress());
    return HostAndPort.fromParts(host, address.getPort()).toString();
  }

  /** Such as {@code cilium-http-egress:14567}. */
  public String name() {
    return proto.getName();
  }

  /** Direction of the connections that it is handed. */
  public boolean isIngress() {
    return metadata.map(BpfMetadata::getIsIngress).orElse(false);
  }

  /** By which rules and logs name it; 0 where it has none. */
  public int proxyId() {
    return metadata.map(BpfMetadata::getProxyId).orElse(0);
  }

  /**
   * The chain of a connection: one that is matched by its transport comes before one that takes
   * all.
   */
  public Optional<Chain> chain(boolean tls) {
    return chains.stream()
        .filter(chain -> chain.takes(tls))
        .max(Comparator.comparing(chain -> !chain.transport().isEmpty()));
  }

  /** The settings of its plain HTTP chain, where it has one. */
  public Optional<HttpSettings> http() {
    return chain(false).flatMap(Chain::http);
  }

  /** Mark of its sockets towards servers (§5.1): by it the datapath knows not to redirect again. */
  public int upstreamMark(long identity) {
    int cluster = (int) ((identity >> 16) & 0xff);
    return (isIngress() ? 0x0A00 : 0x0B00) | cluster | (int) ((identity & 0xffff) << 16);
  }
}
