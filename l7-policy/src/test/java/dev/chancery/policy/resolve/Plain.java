package dev.chancery.policy.resolve;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.peer.GroupLabels;
import dev.chancery.policy.peer.LearntNames;
import dev.chancery.policy.peer.ListChange;
import dev.chancery.policy.peer.NamedPorts;
import dev.chancery.policy.peer.PeerAtoms;
import dev.chancery.policy.peer.SelectorIndex;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Resolution as one would write it down: everything from everything, without an index and without
 * memory. What the resolver gives is compared with it.
 *
 * @param resolved what comes of the rules that bind each endpoint
 * @param bound these rules
 */
record Plain(
    Map<String, Resolved> resolved,
    Map<String, List<Rule>> bound,
    IpCache ipCache,
    Numbering numbering,
    Map<Integer, Identity> identities) {

  static Plain of(World world, Numbering numbering) {
    return of(world, numbering, List.of());
  }

  /**
   * @param kept rules that are in force though no policy has them
   */
  static Plain of(World world, Numbering numbering, List<Rule> kept) {
    var prefixes = new TreeSet<IpPrefix>();
    var written = new ArrayList<PeerSelector.Name>();
    var atoms = new PeerAtoms(world);
    Stream.concat(world.policies().stream().flatMap(p -> p.rules().stream()), kept.stream())
        .flatMap(r -> r.elements().stream())
        .flatMap(e -> atoms.of(e.peers()).stream())
        .forEach(
            selector -> {
              if (selector instanceof PeerSelector.Cidr cidr) {
                prefixes.add(cidr.prefix());
                prefixes.addAll(cidr.except());
              } else if (selector instanceof PeerSelector.CidrGroup group) {
                prefixes.addAll(group.except());
              } else if (selector instanceof PeerSelector.Name name) {
                written.add(name);
              }
            });
    var groups = new GroupLabels(world.cidrGroups());
    prefixes.addAll(groups.prefixes());
    LearntNames learnt = LearntNames.of(world.names(), written, prefixes, groups::of);
    Numbering numbered = numbering.withLocal(prefixes, learnt.labels());
    Map<IpPrefix, Identity> addresses = new TreeMap<>();
    prefixes.forEach(
        p -> addresses.put(p, new Identity(numbered.prefix(p).number(), groups.of(p))));
    addresses.putAll(learnt.identities(numbered));
    world.endpoints().stream()
        .sorted(Comparator.comparing(Endpoint::key))
        .forEach(e -> e.addresses().forEach(a -> addresses.put(IpPrefix.of(a), e.identity())));
    world
        .hostAddresses()
        .forEach(a -> addresses.put(IpPrefix.of(a), ReservedIdentity.HOST.identity()));
    Map<Integer, Identity> identities = new TreeMap<>();
    for (ReservedIdentity reserved : ReservedIdentity.values()) {
      identities.put(reserved.number(), reserved.identity());
    }
    addresses.values().forEach(i -> identities.put(i.number(), i));
    world.endpoints().forEach(e -> identities.put(e.identity().number(), e.identity()));
    Map<String, List<Rule>> bound = new HashMap<>();
    world.endpoints().forEach(e -> bound.put(e.key(), bound(world, e)));
    return new Plain(
        endpoints(world, identities.values()), bound, new IpCache(addresses), numbered, identities);
  }

  static Map<String, Resolved> endpoints(World world, Collection<Identity> identities) {
    EndpointResolver resolver = resolver(world, identities);
    Map<String, Resolved> resolved = new LinkedHashMap<>();
    for (Endpoint endpoint : world.endpoints()) {
      resolved.put(endpoint.key(), resolver.resolve(endpoint, bound(world, endpoint)));
    }
    return resolved;
  }

  static EndpointResolver resolver(World world, Collection<Identity> identities) {
    SelectorIndex index = SelectorIndex.empty(world.cluster());
    for (Identity identity : identities) {
      index = index.with(identity, selector -> {});
    }
    var all = new ListChange<>(List.of(), world.endpoints(), world.endpoints());
    NamedPorts ports = NamedPorts.NONE.next(all, new HashSet<>());
    return new EndpointResolver(world, ports, new Selections(index));
  }

  private static List<Rule> bound(World world, Endpoint endpoint) {
    return world.policies().stream()
        .flatMap(p -> p.rules().stream())
        .filter(r -> r.binds(endpoint.identity().labels()))
        .toList();
  }
}
