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
  /** Of every address that no prefix holds. */
  public static final Identity OTHERS = ReservedIdentity.WORLD.identity();

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
    return identity(IpPrefix.of(address));
  }

  /** That of the longest prefix that holds the whole of this one. */
  public Identity identity(IpPrefix prefix) {
    for (int length : prefix.v6() ? lengthsV6 : lengthsV4) {
      if (length <= prefix.length()) {
        Identity found =
            prefixes.get(new IpPrefix(prefix.v6(), prefix.high(), prefix.low(), length));
        if (found != null) {
          return found;
        }
      }
    }
    return OTHERS;
  }

  /** Every prefix with an identity of its own, ascending. */
  public NavigableMap<IpPrefix, Identity> prefixes() {
    return java.util.Collections.unmodifiableNavigableMap(prefixes);
  }
}
