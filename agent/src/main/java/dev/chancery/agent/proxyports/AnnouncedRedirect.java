package dev.chancery.agent.proxyports;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import java.net.InetAddress;
import java.util.List;

/**
 * Connections that the datapath is to hand to the proxy.
 *
 * @param id {@code <endpoint id>:<ingress|egress>:<protocol>:<port>:<listener>}, Cilium's proxy id;
 *     of a range the port is {@code <first>-<last>}
 * @param endpointId whose policy asks for it
 * @param addresses of the endpoint
 * @param port first destination port; 0 with {@code endPort} 65535 is every port
 * @param endPort last destination port, {@code port} where it is one
 * @param listener name of the proxy port, such as {@code cilium-http-egress}
 * @param proxyPort where the proxy listens, on this node's loopback address
 */
public record AnnouncedRedirect(
    String id,
    int endpointId,
    List<InetAddress> addresses,
    Direction direction,
    Protocol protocol,
    int port,
    int endPort,
    String listener,
    int proxyPort) {
  public AnnouncedRedirect {
    addresses = List.copyOf(addresses);
  }
}
