package dev.chancery.testproxy.traffic;

import java.net.InetSocketAddress;

/**
 * Who dialled whom, whoever carries the connection on the way.
 *
 * @param source the client's own address and port
 * @param destination what the client dialled; after a redirect the local address of the proxy's
 *     socket (§11.9)
 */
public record Passage(InetSocketAddress source, InetSocketAddress destination) {
  /** As in access logs: {@code 10.0.0.1:80}, {@code [fd00::1]:80}. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
