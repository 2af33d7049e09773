package dev.chancery.policy.resolve;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
    SortedSet<IpPrefix> prefixes = prefixes(world.policies());
    LearntNames names = LearntNames.of(world, prefixes, PrefixLabels::of);
    Numbering numbered = numbering.plusPrefixes(prefixes).plusLocal(names.labels());
    Map<IpPrefix, Identity> addresses = addresses(world, prefixes, names, numbered);
    Map<Integer, Identity> identities = identities(world, addresses);
    return new Resolution(
        policies(world, List.copyOf(identities.values())),
        Map.of(),
        new IpCache(addresses),
        numbered,
        identities);
  }

  /**
   * @param identities all that exist; a peer that is none of them is selected by nobody
   */
  static Map<String, EndpointPolicy> policies(World world, List<Identity> identities) {
    var resolver = new EndpointResolver(world, new PeerIndex(identities, world.cluster()));
    Map<String, EndpointPolicy> policies = new HashMap<>();
    for (Endpoint endpoint : world.endpoints()) {
      policies.put(endpoint.key(), resolver.resolve(endpoint));
    }
    return policies;
  }

  /** Every prefix that a policy names, exceptions too: each needs an identity of its own. */
  private static SortedSet<IpPrefix> prefixes(List<Policy> policies) {
    var prefixes = new TreeSet<IpPrefix>();
    policies.stream()
        .flatMap(p -> p.rules().stream())
        .flatMap(r -> r.elements().stream())
        .flatMap(
            e -> e.peers() instanceof PeerRule.AnyOf any ? any.selectors().stream() : Stream.of())
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
