package dev.chancery.agent.proxyports;

import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.resolve.Peers;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Connections that a policy sends through the proxy.
 *
 * @param endpointId whose policy asks for it
 * @param addresses of the endpoint, all of one family: the destination of ingress, the source of
 *     egress
 * @param port first destination port; 0 with {@code endPort} 65535 is every port
 * @param endPort last destination port; {@code port} where it is one
 * @param listener name of the proxy port, such as {@code cilium-http-egress}
 * @param peers identities on the other side for whom it is meant
 */
public record WantedRedirect(
    int endpointId,
    List<InetAddress> addresses,
    Direction direction,
    Protocol protocol,
    int port,
    int endPort,
    String listener,
    Peers peers) {
  public WantedRedirect {
    addresses = List.copyOf(addresses);
    if (addresses.stream().map(InetAddress::getClass).distinct().count() != 1) {
      throw new IllegalArgumentException("addresses: " + addresses + " (expected: one family)");
    }
  }

  /**
   * {@code <endpoint id>:<ingress|egress>:<protocol>:<port>:<listener>}, as Cilium's proxy id; of
   * several ports it says {@code <first>-<last>}, and 0 of all; {@code :ipv6} behind it of IPv6.
   */
  public String id() {
    String ports = port == endPort ? "" + port : port == 0 ? "0" : port + "-" + endPort;
    String id =
        String.join(
            ":",
            "" + endpointId,
            direction.text(),
            protocol.name().toLowerCase(Locale.ROOT),
            ports,
            listener);
    return isIpv6() ? id + ":ipv6" : id;
  }

  /** Whether it is of IPv6 addresses. */
  boolean isIpv6() {
    return addresses.get(0) instanceof Inet6Address;
  }

  boolean isServedBy(IpFamilies families) {
    return families.serve(addresses.get(0));
  }
}
