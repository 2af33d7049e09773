package dev.chancery.policy.identity;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.persistent.PersistentMap;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which identity an address has: the longest prefix that holds it decides, {@code world} where none
 * does. Immutable; one that differs in a few prefixes shares the rest.
 */
@SuppressWarnings("ReferenceEquality") // A persistent map that did not change is the same map.
public final class IpCache {
  /** Of every address that no prefix holds. */
  public static final Identity OTHERS = ReservedIdentity.WORLD.identity();

  public static final IpCache EMPTY = new IpCache(PersistentMap.empty(), new int[33], new int[129]);

  private final PersistentMap<IpPrefix, Identity> identities;

  /** How many prefixes there are of each length. */
  private final int[] lengthsV4;

  private final int[] lengthsV6;

  private volatile @Nullable NavigableMap<IpPrefix, Identity> sorted;

  private IpCache(PersistentMap<IpPrefix, Identity> identities, int[] lengthsV4, int[] lengthsV6) {
    this.identities = identities;
    this.lengthsV4 = lengthsV4;
    this.lengthsV6 = lengthsV6;
  }

  public IpCache(Map<IpPrefix, Identity> prefixes) {
    this(PersistentMap.copyOf(prefixes), new int[33], new int[129]);
    prefixes.keySet().forEach(p -> lengths(p)[p.length()]++);
  }

  /** This one itself, where the prefix has this very identity. */
  public IpCache with(IpPrefix prefix, Identity identity) {
    PersistentMap<IpPrefix, Identity> changed = identities.with(prefix, identity);
    return changed == identities ? this : of(changed, prefix);
  }

  /** This one itself, where the prefix has no identity of its own. */
  public IpCache without(IpPrefix prefix) {
    PersistentMap<IpPrefix, Identity> changed = identities.without(prefix);
    return changed == identities ? this : of(changed, prefix);
  }

  private IpCache of(PersistentMap<IpPrefix, Identity> changed, IpPrefix prefix) {
    int difference = changed.size() - identities.size();
    if (difference == 0) {
      return new IpCache(changed, lengthsV4, lengthsV6);
    }
    var copy = new IpCache(changed, lengthsV4.clone(), lengthsV6.clone());
    copy.lengths(prefix)[prefix.length()] += difference;
    return copy;
  }

  private int[] lengths(IpPrefix prefix) {
    return prefix.v6() ? lengthsV6 : lengthsV4;
  }

  public Identity identity(InetAddress address) {
    return identity(IpPrefix.of(address));
  }

  /** That of the longest prefix that holds the whole of this one. */
  public Identity identity(IpPrefix prefix) {
    int[] lengths = lengths(prefix);
    for (int length = prefix.length(); length >= 0; length--) {
      if (lengths[length] > 0) {
        Identity found =
            identities.get(new IpPrefix(prefix.v6(), prefix.high(), prefix.low(), length));
        if (found != null) {
          return found;
        }
      }
    }
    return OTHERS;
  }

  /** Every prefix with an identity of its own, ascending. */
  public NavigableMap<IpPrefix, Identity> prefixes() {
    NavigableMap<IpPrefix, Identity> known = sorted;
    if (known == null) {
      known = Collections.unmodifiableNavigableMap(new TreeMap<>(identities));
      sorted = known;
    }
    return known;
  }

  /** The identity that this very prefix has of its own. */
  public Optional<Identity> own(IpPrefix prefix) {
    return Optional.ofNullable(identities.get(prefix));
  }

  /**
   * The prefixes that have an identity of their own in one of the caches that they do not have in
   * the other.
   */
  public Set<IpPrefix> differences(IpCache other) {
    return identities.differences(other.identities);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpCache cache && identities.equals(cache.identities);
  }

  @Override
  public int hashCode() {
    return identities.hashCode();
  }
}
