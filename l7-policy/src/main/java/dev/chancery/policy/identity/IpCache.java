package dev.chancery.policy.identity;

import dev.chancery.policy.IpPrefix;
import java.net.InetAddress;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which identity an address has: the longest prefix that holds it decides, {@code world} where none
 * does. Immutable.
 */
public final class IpCache {
  private final NavigableMap<IpPrefix, Identity> prefixes;
  private final int[] lengthsV4;
  private final int[] lengthsV6;

  public IpCache(Map<IpPrefix, Identity> prefixes) {
    this.prefixes = new TreeMap<>(prefixes);
    this.lengthsV4 = lengths(false);
    this.lengthsV6 = lengths(true);
  }

  private int[] lengths(boolean v6) {
    var found = new TreeSet<Integer>();
    prefixes.keySet().stream().filter(p -> p.v6() == v6).forEach(p -> found.add(p.length()));
    return found.descendingSet().stream().mapToInt(Integer::intValue).toArray();
  }

  public Identity identity(InetAddress address) {
    IpPrefix host = IpPrefix.of(address);
    for (int length : host.v6() ? lengthsV6 : lengthsV4) {
      Identity found = prefixes.get(IpPrefix.of(address, length));
      if (found != null) {
        return found;
      }
    }
    return ReservedIdentity.WORLD.identity();
  }

  /** Every prefix with an identity of its own, ascending. */
  public NavigableMap<IpPrefix, Identity> prefixes() {
    return java.util.Collections.unmodifiableNavigableMap(prefixes);
  }
}
