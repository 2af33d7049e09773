package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.persistent.PersistentBag;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.world.Endpoint;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who has which address, and which identities exist. Immutable.
 *
 * <p>The local host comes before pods, and pods before what policies name: neither is ever known by
 * a prefix. Of several pods with one address the last by name has it.
 *
 * @param outside identities of prefixes beyond the cluster
 * @param hosts addresses of the local host
 * @param holders pods by address
 * @param cache what follows from these three
 * @param uses how many endpoints, prefixes and others have an identity, by number
 * @param identities by number
 */
@SuppressWarnings("ReferenceEquality") // Of equal pods the very one that goes is meant.
public record AddressBook(
    PersistentMap<IpPrefix, Identity> outside,
    Set<InetAddress> hosts,
    PersistentMap<IpPrefix, List<Endpoint>> holders,
    IpCache cache,
    PersistentBag<Integer> uses,
    PersistentMap<Integer, Identity> identities) {
  private static final Identity HOST = ReservedIdentity.HOST.identity();

  /** Nobody but the reserved identities, which always exist. */
  public static final AddressBook EMPTY = reserved();

  private static AddressBook reserved() {
    var edit = new Edit(PersistentBag.empty(), PersistentMap.empty());
    for (ReservedIdentity reserved : ReservedIdentity.values()) {
      edit.add(reserved.identity());
    }
    return new AddressBook(
        PersistentMap.empty(),
        Set.of(),
        PersistentMap.empty(),
        IpCache.EMPTY,
        edit.uses,
        edit.identities);
  }

  /**
   * The book after a change.
   *
   * @param elsewhere identities without an address here
   * @param touched gets the number of each identity that may be new, gone, or another than before
   */
  public AddressBook next(
      PersistentMap<IpPrefix, Identity> nowOutside,
      Set<InetAddress> newHosts,
      ListChange<Endpoint> endpoints,
      ListChange<Identity> elsewhere,
      Set<Integer> touched) {
    if (nowOutside == outside
        && newHosts.equals(hosts)
        && endpoints.isEmpty()
        && elsewhere.isEmpty()) {
      return this;
    }
    Set<IpPrefix> moved = nowOutside.differences(outside);
    Stream.of(hosts, newHosts).flatMap(Set::stream).map(IpPrefix::of).forEach(moved::add);

    var edit = new Edit(uses, identities);
    var nowHolders = holders;
    for (Endpoint endpoint : endpoints.removed()) {
      edit.remove(endpoint.identity());
      nowHolders = withoutHolder(nowHolders, endpoint, moved);
    }
    for (Endpoint endpoint : endpoints.added()) {
      edit.add(endpoint.identity());
      nowHolders = withHolder(nowHolders, endpoint, moved);
    }
    elsewhere.removed().forEach(edit::remove);
    elsewhere.added().forEach(edit::add);
    var next = new AddressBook(nowOutside, newHosts, nowHolders, cache, uses, identities);
    IpCache nowCache = next.moved(moved, edit);
    touched.addAll(edit.touched);
    return new AddressBook(nowOutside, newHosts, nowHolders, nowCache, edit.uses, edit.identities);
  }

  private static PersistentMap<IpPrefix, List<Endpoint>> withHolder(
      PersistentMap<IpPrefix, List<Endpoint>> holders, Endpoint endpoint, Set<IpPrefix> moved) {
    var now = holders;
    for (InetAddress address : Set.copyOf(endpoint.addresses())) {
      IpPrefix prefix = IpPrefix.of(address);
      now =
          now.with(
              prefix,
              Stream.concat(now.getOrDefault(prefix, List.of()).stream(), Stream.of(endpoint))
                  .sorted(Comparator.comparing(Endpoint::key))
                  .toList());
      moved.add(prefix);
    }
    return now;
  }

  private static PersistentMap<IpPrefix, List<Endpoint>> withoutHolder(
      PersistentMap<IpPrefix, List<Endpoint>> holders, Endpoint endpoint, Set<IpPrefix> moved) {
    var now = holders;
    for (InetAddress address : Set.copyOf(endpoint.addresses())) {
      IpPrefix prefix = IpPrefix.of(address);
      List<Endpoint> left =
          now.getOrDefault(prefix, List.of()).stream().filter(e -> e != endpoint).toList();
      now = left.isEmpty() ? now.without(prefix) : now.with(prefix, left);
      moved.add(prefix);
    }
    return now;
  }

  private IpCache moved(Set<IpPrefix> prefixes, Edit edit) {
    IpCache now = cache;
    for (IpPrefix prefix : prefixes) {
      Identity before = now.own(prefix).orElse(null);
      Identity after = at(prefix);
      if (after != null && !after.equals(before)) {
        edit.add(after);
        now = now.with(prefix, after);
      } else if (after == null) {
        now = now.without(prefix);
      }
      if (before != null && !before.equals(after)) {
        edit.remove(before);
      }
    }
    return now;
  }

  private @Nullable Identity at(IpPrefix prefix) {
    if (hosts.contains(prefix.address()) && IpPrefix.of(prefix.address()).equals(prefix)) {
      return HOST;
    }
    List<Endpoint> pods = holders.getOrDefault(prefix, List.of());
    return pods.isEmpty() ? outside.get(prefix) : pods.get(pods.size() - 1).identity();
  }

  /** Counts who has which identity while a book is made. */
  private static final class Edit {
    private final Set<Integer> touched = new HashSet<>();
    private PersistentBag<Integer> uses;
    private PersistentMap<Integer, Identity> identities;

    Edit(PersistentBag<Integer> uses, PersistentMap<Integer, Identity> identities) {
      this.uses = uses;
      this.identities = identities;
    }

    void add(Identity identity) {
      uses = uses.with(identity.number());
      if (!identity.equals(identities.get(identity.number()))) {
        identities = identities.with(identity.number(), identity);
        touched.add(identity.number());
      }
    }

    void remove(Identity identity) {
      uses = uses.without(identity.number());
      if (!uses.contains(identity.number())) {
        identities = identities.without(identity.number());
        touched.add(identity.number());
      }
    }
  }
}
