package dev.chancery.testproxy.policy;

import java.util.Optional;

/**
 * What the filters know of a connection when they ask for its verdict (§5.1).
 *
 * @param policyKey address of the pod whose policy counts, as the proxy prints it: the
 *     destination's for ingress, the source's for egress; or the name of an ingress policy
 * @param ingress the direction of the listener
 * @param port destination port, 0–65535
 * @param remote identity of the other side, an unsigned number of 32 bits
 * @param proxyId that of the listener, 0 where it has none
 * @param sni name in the TLS hello, where there was one and the listener looked for it
 */
public record Connection(
    String policyKey, boolean ingress, int port, long remote, int proxyId, Optional<String> sni) {
  public Connection {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
    }
  }

  /** A connection without TLS. */
  public static Connection plain(
      String policyKey, boolean ingress, int port, long remote, int proxyId) {
    return new Connection(policyKey, ingress, port, remote, proxyId, Optional.empty());
  }

  /** The same connection whose TLS hello names {@code sni}. */
  public Connection named(String sni) {
    return new Connection(policyKey, ingress, port, remote, proxyId, Optional.of(sni));
  }
}
