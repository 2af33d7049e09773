package dev.chancery.testproxy.policy;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.testproxy.wire.Rejected;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which address has which identity: {@code cilium.NetworkPolicyHosts}, longest prefix first (§4).
 * Immutable; a response makes a whole new one or none.
 */
public final class HostMap {
  /** Identity of an address that no prefix covers. */
  public static final long WORLD = 2;

  private record Prefix(int bits, int length, BigInteger network) {}

  private final Map<Prefix, Long> identities = new HashMap<>();
  private final NavigableSet<Integer> lengths4 = new TreeSet<>();
  private final NavigableSet<Integer> lengths6 = new TreeSet<>();

  private HostMap() {}

  /** A map without entries: everything is the world. */
  public static HostMap none() {
    return new HostMap();
  }

  /**
   * The map of one response, all of it or nothing.
   *
   * @throws Rejected with the text of the NACK
   */
  public static HostMap of(Collection<NetworkPolicyHosts> response) throws Rejected {
    HostMap map = new HostMap();
    for (NetworkPolicyHosts hosts : response) {
      constraints(hosts);
      for (String host : hosts.getHostAddressesList()) {
        map.insert(host, hosts.getPolicy());
      }
    }
    return map;
  }

  private static void constraints(NetworkPolicyHosts hosts) throws Rejected {
    String path = "NetworkPolicyHostsValidationError.HostAddresses";
    Set<String> seen = new HashSet<>();
    for (String host : hosts.getHostAddressesList()) {
      if (!seen.add(host)) {
        throw Rejected.constraint(7, path, "repeated value must contain unique items");
      }
      if (host.isEmpty()) {
        throw Rejected.constraint(7, path, "value length must be at least 1 characters");
      }
    }
  }

  private void insert(String host, long identity) throws Rejected {
    int slash = host.indexOf('/');
    String address = slash < 0 ? host : host.substring(0, slash);
    if (address.contains("%") || !InetAddresses.isInetAddress(address)) {
      throw new Rejected(
          7, "NetworkPolicyHosts: Invalid host entry '" + host + "' for policy " + identity);
    }
    byte[] bytes = bytes(address);
    int bits = bytes.length * 8;
    int length = slash < 0 ? bits : length(host, host.substring(slash + 1), bits);
    BigInteger value = new BigInteger(1, bytes);
    if (!value.equals(network(value, bits, length))) {
      throw new Rejected(7, "NetworkPolicyHosts: Non-prefix bits set in '" + host + "'");
    }
    Long before = identities.putIfAbsent(new Prefix(bits, length, value), identity);
    if (before != null) {
      throw new Rejected(
          7,
          "NetworkPolicyHosts: Duplicate host entry '"
              + host
              + "' for policy "
              + identity
              + ", already mapped to "
              + before);
    }
    lengths(bits).add(length);
  }

  private NavigableSet<Integer> lengths(int bits) {
    return bits == 32 ? lengths4 : lengths6;
  }

  /** Digits alone, no zero in front but for 0 itself. */
  private static int length(String host, String digits, int bits) throws Rejected {
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && (digits.equals("0") || digits.charAt(0) != '0');
    if (!plain || Integer.parseInt(digits) > bits) {
      throw new Rejected(7, "NetworkPolicyHosts: Invalid prefix length in '" + host + "'");
    }
    return Integer.parseInt(digits);
  }

  /** Sixteen bytes where the text has a colon, also for an address that maps one of four. */
  private static byte[] bytes(String address) {
    byte[] bytes = InetAddresses.forString(address).getAddress();
    if (address.contains(":") && bytes.length == 4) {
      byte[] mapped = new byte[16];
      mapped[10] = (byte) 0xff;
      mapped[11] = (byte) 0xff;
      System.arraycopy(bytes, 0, mapped, 12, 4);
      return mapped;
    }
    return bytes;
  }

  private static BigInteger network(BigInteger value, int bits, int length) {
    return value.shiftRight(bits - length).shiftLeft(bits - length);
  }

  /** Identity of an address: that of the longest prefix that covers it, or {@link #WORLD}. */
  public long identity(InetAddress address) {
    int bits = address.getAddress().length * 8;
    BigInteger value = new BigInteger(1, address.getAddress());
    for (int length : lengths(bits).descendingSet()) {
      Long found = identities.get(new Prefix(bits, length, network(value, bits, length)));
      if (found != null) {
        return found;
      }
    }
    return WORLD;
  }

  /** Identity of an address in text. */
  public long identity(String address) {
    return identity(InetAddresses.forString(address));
  }

  /** How many prefixes there are. */
  public int size() {
    return identities.size();
  }
}
