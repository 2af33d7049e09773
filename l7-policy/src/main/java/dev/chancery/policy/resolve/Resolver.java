package dev.chancery.policy.resolve;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * From a world to the policy of each endpoint, as in Cilium's {@code pkg/policy}. Pure.
 *
 * <p>Three steps, each a function of the one before: the identities that exist, whom each selector
 * selects among them ({@link PeerIndex}), and the entries of each endpoint ({@link
 * EndpointResolver}).
 */
public final class Resolver {
  private Resolver() {}

  /**
   * Resolves everything anew.
   *
   * @param numbering of an earlier resolution or state; what has a number keeps it
   */
  public static Resolution resolve(World world, Numbering numbering) {
    SortedSet<IpPrefix> prefixes = prefixes(world);
    LearntNames names = LearntNames.of(world, prefixes, PrefixLabels::of);
    Numbering numbered = numbering.plusPrefixes(prefixes).plusLocal(names.labels());
    Map<IpPrefix, Identity> addresses = addresses(world, prefixes, names, numbered);
    Map<Integer, Identity> identities = identities(world, addresses);
    Map<String, EndpointPolicy> policies = new HashMap<>();
    Map<String, Conflict> conflicts = new HashMap<>();
    endpoints(world, List.copyOf(identities.values()))
        .forEach(
            (endpoint, resolved) -> {
              if (resolved instanceof Resolved.Policy good) {
                policies.put(endpoint.key(), good.policy());
              } else if (resolved instanceof Resolved.Failed failed) {
                policies.put(endpoint.key(), EndpointPolicy.closed(endpoint));
                conflicts.put(endpoint.key(), failed.conflict());
              }
            });
    return new Resolution(policies, conflicts, new IpCache(addresses), numbered, identities);
  }

  /**
   * @param identities all that exist; a peer that is none of them is selected by nobody
   */
  static Map<Endpoint, Resolved> endpoints(World world, List<Identity> identities) {
    var resolver = new EndpointResolver(world, new PeerIndex(identities, world.cluster()));
    List<Rule> rules = world.policies().stream().flatMap(p -> p.rules().stream()).toList();
    Map<Endpoint, Resolved> resolved = new LinkedHashMap<>();
    for (Endpoint endpoint : world.endpoints()) {
      List<Rule> bound = rules.stream().filter(r -> r.binds(endpoint.identity().labels())).toList();
      resolved.put(endpoint, resolver.resolve(endpoint, bound));
    }
    return resolved;
  }

  /** Every prefix that a policy names, exceptions too: each needs an identity of its own. */
  private static SortedSet<IpPrefix> prefixes(World world) {
    var prefixes = new TreeSet<IpPrefix>();
    var atoms = new PeerAtoms(world);
    world.policies().stream()
        .flatMap(p -> p.rules().stream())
        .flatMap(r -> r.elements().stream())
        .flatMap(e -> atoms.of(e.peers()).stream())
        .forEach(
            selector -> {
              if (selector instanceof PeerSelector.Cidr cidr) {
                prefixes.add(cidr.prefix());
                prefixes.addAll(cidr.except());
              }
            });
    return prefixes;
  }

  /** A later entry wins: a pod or the host is never known by a prefix that a policy names. */
  private static Map<IpPrefix, Identity> addresses(
      World world, SortedSet<IpPrefix> prefixes, LearntNames names, Numbering numbering) {
    Map<IpPrefix, Identity> addresses = new TreeMap<>();
    prefixes.forEach(p -> addresses.put(p, numbering.prefix(p)));
    addresses.putAll(names.identities(numbering));
    for (Endpoint endpoint : world.endpoints()) {
      endpoint.addresses().forEach(a -> addresses.put(IpPrefix.of(a), endpoint.identity()));
    }
    world
        .hostAddresses()
        .forEach(a -> addresses.put(IpPrefix.of(a), ReservedIdentity.HOST.identity()));
    return addresses;
  }

  private static Map<Integer, Identity> identities(World world, Map<IpPrefix, Identity> addresses) {
    Map<Integer, Identity> identities = new TreeMap<>();
    for (ReservedIdentity reserved : ReservedIdentity.values()) {
      identities.put(reserved.number(), reserved.identity());
    }
    addresses.values().forEach(i -> identities.put(i.number(), i));
    world.endpoints().forEach(e -> identities.put(e.identity().number(), e.identity()));
    return identities;
  }
}
