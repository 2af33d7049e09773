package dev.chancery.envoy.cilium;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which addresses a node's proxy serves; Cilium's {@code enable-ipv4} and {@code enable-ipv6}. */
public enum IpFamilies {
  IPV4,
  IPV6,
  BOTH;

  /** Empty where neither is on. */
  public static Optional<IpFamilies> of(boolean ipv4, boolean ipv6) {
    if (ipv4 && ipv6) {
      return Optional.of(BOTH);
    }
    return ipv4 ? Optional.of(IPV4) : ipv6 ? Optional.of(IPV6) : Optional.empty();
  }

  /** Where redirected connections arrive; the first is the listener's own address. */
  public List<String> loopbacks() {
    return addresses("127.0.0.1", "::1");
  }

  /** All that a node has. */
  List<String> wildcards() {
    return addresses("0.0.0.0", "::");
  }

  /** Whether connections of this address can be redirected. */
  public boolean serve(InetAddress address) {
    return address instanceof Inet6Address ? this != IPV4 : this != IPV6;
  }

  private List<String> addresses(String ipv4, String ipv6) {
    return switch (this) {
      case IPV4 -> List.of(ipv4);
      case IPV6 -> List.of(ipv6);
      case BOTH -> List.of(ipv4, ipv6);
    };
  }
}
