package dev.chancery.agent.reconcile;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.rbac.Ruling;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * The resources of one endpoint, packed, and what they were made of. Immutable.
 *
 * @param local the addresses of all endpoints of the node
 */
record EndpointResources(
    EndpointPolicy policy,
    SortedSet<IpPrefix> local,
    List<Resource> topology,
    List<Resource> ingress,
    List<Resource> egress) {

  static EndpointResources of(
      EndpointPolicy policy, SortedSet<IpPrefix> local, IpCache cache, StockTranslator translator) {
    return new EndpointResources(
        policy,
        local,
        packed(translator.topology(policy.endpoint(), local)),
        packed(translator.policy(policy, Direction.INGRESS, cache)),
        packed(translator.policy(policy, Direction.EGRESS, cache)));
  }

  /**
   * Who has which address, before and now.
   *
   * @param moved what both differ in
   */
  record Caches(IpCache before, IpCache now, Collection<IpPrefix> moved) {
    static Caches of(IpCache before, IpCache now) {
      return new Caches(before, now, before.differences(now));
    }
  }

  /** What {@link #of} gives, with as much of this as is the same. */
  EndpointResources next(
      EndpointPolicy next,
      SortedSet<IpPrefix> nextLocal,
      Caches caches,
      StockTranslator translator) {
    boolean sameEndpoint = next.endpoint().equals(policy.endpoint());
    boolean sameTopology = sameEndpoint && nextLocal.equals(local);
    boolean sameIngress = sameEndpoint && isSame(Direction.INGRESS, next, caches);
    boolean sameEgress = sameEndpoint && isSame(Direction.EGRESS, next, caches);
    if (sameTopology && sameIngress && sameEgress) {
      return this;
    }
    return new EndpointResources(
        next,
        nextLocal,
        sameTopology
            ? topology
            : reusing(topology, packed(translator.topology(next.endpoint(), nextLocal))),
        sameIngress
            ? ingress
            : reusing(ingress, packed(translator.policy(next, Direction.INGRESS, caches.now()))),
        sameEgress
            ? egress
            : reusing(egress, packed(translator.policy(next, Direction.EGRESS, caches.now()))));
  }

  private boolean isSame(Direction direction, EndpointPolicy next, Caches caches) {
    return next.direction(direction).equals(policy.direction(direction))
        && new Ruling(policy.direction(direction), caches.before())
            .isSameUnder(caches.now(), caches.moved());
  }

  private static List<Resource> packed(List<EnvoyResource> resources) {
    return resources.stream().map(r -> Resource.of(r.name(), r.message())).toList();
  }

  /** The fresh resources, but the old object for each that is equal to it. */
  private static List<Resource> reusing(List<Resource> old, List<Resource> fresh) {
    Map<ResourceKey, Resource> known = new HashMap<>();
    old.forEach(r -> known.put(r.key(), r));
    return fresh.stream()
        .map(
            r -> {
              Resource same = known.get(r.key());
              return same != null && same.version().equals(r.version()) ? same : r;
            })
        .toList();
  }

  Stream<Resource> all() {
    return Stream.of(topology, ingress, egress).flatMap(List::stream);
  }
}
