package dev.chancery.agent.cilium;

import com.google.common.net.InetAddresses;
import java.util.Optional;

/**
 * The id by which a proxy names itself: {@code <type>~<address>~<id>~<domain>}, of cilium-envoy
 * {@code host~127.0.0.1~no-id~localdomain}; as in Cilium's {@code pkg/envoy/xds/node.go}.
 */
final class ProxyNode {
  private static final int PARTS = 4;

  private ProxyNode() {}

  /** What is wrong with an id, in the words that end its stream. */
  static Optional<String> problem(String id) {
    String[] parts = id.split("~", -1);
    return parts.length == PARTS && InetAddresses.isInetAddress(parts[1])
        ? Optional.empty()
        : Optional.of("invalid node format");
  }
}
