package dev.chancery.envoy.cilium;

import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.persistent.PersistentMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which identity has which prefixes, as {@code cilium.NetworkPolicyHosts}. Immutable; each is made
 * of the one before, at the cost of what is different.
 */
public final class Hosts {
  static final Hosts NONE = new Hosts(IpCache.EMPTY, PersistentMap.empty());

  private final IpCache cache;
  private final PersistentMap<Integer, NavigableSet<IpPrefix>> prefixes;

  private Hosts(IpCache cache, PersistentMap<Integer, NavigableSet<IpPrefix>> prefixes) {
    this.cache = cache;
    this.prefixes = prefixes;
  }

  /**
   * What takes a proxy from some hosts to others. A prefix that goes from one identity to another
   * is in both their resources: publish all of a change at once.
   *
   * @param set new and changed resources, ascending by identity
   * @param gone names of those that are no more
   * @param moved identities from which an address goes, or to which one comes, unlike before
   */
  public record Change(
      Hosts hosts, List<EnvoyResource> set, List<String> gone, Set<Integer> moved) {
    public Change {
      set = List.copyOf(set);
      gone = List.copyOf(gone);
      moved = Set.copyOf(moved);
    }

    /** The same hosts. */
    static Change none(Hosts hosts) {
      return new Change(hosts, List.of(), List.of(), Set.of());
    }
  }

  /**
   * Read from messages, whose identities are numbers without labels.
   *
   * @throws IllegalArgumentException if an address is none
   */
  public static Hosts read(Collection<NetworkPolicyHosts> messages) {
    IpCache cache = IpCache.EMPTY;
    for (NetworkPolicyHosts message : messages) {
      var identity = new Identity((int) message.getPolicy(), Labels.of());
      for (String prefix : message.getHostAddressesList()) {
        cache = cache.with(IpPrefix.parse(prefix), identity);
      }
    }
    return NONE.next(cache).hosts();
  }

  /** As messages, ascending by identity. */
  public List<EnvoyResource> resources() {
    return NONE.next(cache).set();
  }

  /** Identities from which an address goes, or to which one comes, on the way to other hosts. */
  public Set<Integer> movedTo(Hosts next) {
    return moved(next.cache);
  }

  /** Whether some address has this identity. */
  public boolean has(int identity) {
    return identity == IpCache.OTHERS.number() || prefixes.get(identity) != null;
  }

  /** The hosts of a cache. */
  public Change next(IpCache next) {
    PersistentMap<Integer, NavigableSet<IpPrefix>> all = prefixes;
    List<EnvoyResource> set = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (var changed : changed(next).entrySet()) {
      int identity = changed.getKey();
      if (changed.getValue().isEmpty()) {
        all = all.without(identity);
        gone.add(name(identity));
      } else {
        all = all.with(identity, Collections.unmodifiableNavigableSet(changed.getValue()));
        set.add(resource(identity, changed.getValue()));
      }
    }
    return new Change(new Hosts(next, all), set, gone, moved(next));
  }

  private Set<Integer> moved(IpCache next) {
    Set<Integer> moved = new HashSet<>();
    for (IpPrefix prefix : cache.differences(next)) {
      int from = cache.identity(prefix).number();
      int to = next.identity(prefix).number();
      if (from != to) {
        moved.add(from);
        moved.add(to);
      }
    }
    return moved;
  }

  /** The prefixes of each identity that has gained or lost some. */
  private SortedMap<Integer, NavigableSet<IpPrefix>> changed(IpCache next) {
    SortedMap<Integer, NavigableSet<IpPrefix>> changed = new TreeMap<>();
    for (IpPrefix prefix : cache.differences(next)) {
      cache.own(prefix).ifPresent(i -> of(changed, i.number()).remove(prefix));
      next.own(prefix).ifPresent(i -> of(changed, i.number()).add(prefix));
    }
    return changed;
  }

  private NavigableSet<IpPrefix> of(
      SortedMap<Integer, NavigableSet<IpPrefix>> changed, int identity) {
    return changed.computeIfAbsent(
        identity,
        i -> {
          NavigableSet<IpPrefix> known = prefixes.get(i);
          return known == null ? new TreeSet<>() : new TreeSet<>(known);
        });
  }

  private static EnvoyResource resource(int identity, NavigableSet<IpPrefix> prefixes) {
    var message = NetworkPolicyHosts.newBuilder().setPolicy(Integer.toUnsignedLong(identity));
    prefixes.forEach(p -> message.addHostAddresses(p.toString()));
    return new EnvoyResource(name(identity), message.build());
  }

  private static String name(int identity) {
    return Integer.toUnsignedString(identity);
  }
}
