package dev.chancery.envoy.cilium.check;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.policy.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Addresses and prefixes as the proxy takes them: canonical, without host bits, each once. */
final class HostCheck {
  private final Map<IpPrefix, String> owners = new HashMap<>();

  private HostCheck() {}

  static List<Unsound> of(Collection<NetworkPolicyHosts> all) {
    var check = new HostCheck();
    List<Unsound> unsound = new ArrayList<>();
    all.stream()
        .sorted(Comparator.comparing(NetworkPolicyHosts::getPolicy, Long::compareUnsigned))
        .forEach(
            hosts ->
                check
                    .hosts(hosts)
                    .ifPresent(reason -> unsound.add(new Unsound(name(hosts), reason))));
    return unsound;
  }

  private Optional<String> hosts(NetworkPolicyHosts hosts) {
    if (hosts.getHostAddressesCount() == 0) {
      return Optional.of("host_addresses: none");
    }
    for (String text : hosts.getHostAddressesList()) {
      Optional<IpPrefix> prefix = prefix(text);
      if (prefix.isEmpty()) {
        return Optional.of(
            "host_addresses: " + text + " (expected: an address or prefix without host bits)");
      }
      String owner = owners.putIfAbsent(prefix.get(), name(hosts));
      if (owner != null) {
        return Optional.of("host_addresses: " + text + ": also identity " + owner);
      }
    }
    return Optional.empty();
  }

  /** Of canonical text alone. */
  private static Optional<IpPrefix> prefix(String text) {
    try {
      IpPrefix prefix = IpPrefix.parse(text);
      return Optional.of(prefix).filter(p -> p.toString().equals(text) || isAddress(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether this is the text by which the proxy knows an address. */
  static boolean isAddress(String text) {
    if (!InetAddresses.isInetAddress(text)) {
      return false;
    }
    InetAddress address = InetAddresses.forString(text);
    return InetAddresses.toAddrString(address).equals(text);
  }

  private static String name(NetworkPolicyHosts hosts) {
    return Long.toUnsignedString(hosts.getPolicy());
  }
}
