package dev.chancery.agent.reconcile;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Envoy is to have, given a world and what follows from it. Immutable: {@link #next} gives
 * what it is to have afterwards, in which whatever did not change is the same object. Pure.
 */
public final class Wanted {
  /** Of a world in which there is nothing. */
  public static final Wanted NOTHING =
      new Wanted(PersistentMap.empty(), Collections.emptySortedSet(), IpCache.EMPTY);

  private final PersistentMap<String, EndpointResources> endpoints;
  private final SortedSet<IpPrefix> local;
  private final IpCache cache;

  private Wanted(
      PersistentMap<String, EndpointResources> endpoints,
      SortedSet<IpPrefix> local,
      IpCache cache) {
    this.endpoints = endpoints;
    this.local = local;
    this.cache = cache;
  }

  /**
   * What takes one to the other.
   *
   * @param changed those that are new, or have another content
   * @param gone those that are wanted no longer
   */
  public record Change(Collection<Resource> changed, Collection<ResourceKey> gone) {
    public Change {
      changed = List.copyOf(changed);
      gone = List.copyOf(gone);
    }
  }

  /** Resources of every endpoint that has an address, endpoint after endpoint. */
  public static List<EnvoyResource> resources(
      World world, Resolution resolution, StockTranslator translator) {
    SortedSet<IpPrefix> local = local(world);
    List<EnvoyResource> resources = new ArrayList<>();
    for (Endpoint endpoint : world.endpoints()) {
      if (!endpoint.addresses().isEmpty()) {
        resources.addAll(translator.topology(endpoint, local));
        resources.addAll(translator.policy(policy(resolution, endpoint), resolution.ipCache()));
      }
    }
    return List.copyOf(resources);
  }

  /** The same as {@link #resources} gives, packed; what is the same as here is not made again. */
  public Wanted next(World world, Resolution resolution, StockTranslator translator) {
    SortedSet<IpPrefix> addresses = local(world);
    SortedSet<IpPrefix> nextLocal = addresses.equals(local) ? local : addresses;
    var caches = EndpointResources.Caches.of(cache, resolution.ipCache());
    PersistentMap<String, EndpointResources> next = endpoints;
    Set<String> gone = new HashSet<>(endpoints.keySet());
    for (Endpoint endpoint : world.endpoints()) {
      if (endpoint.addresses().isEmpty()) {
        continue;
      }
      String key = endpoint.key();
      gone.remove(key);
      EndpointPolicy policy = policy(resolution, endpoint);
      EndpointResources old = endpoints.get(key);
      next =
          next.with(
              key,
              old == null
                  ? EndpointResources.of(policy, nextLocal, caches.now(), translator)
                  : old.next(policy, nextLocal, caches, translator));
    }
    for (String key : gone) {
      next = next.without(key);
    }
    return new Wanted(next, nextLocal, caches.now());
  }

  /**
   * What takes {@code before} to this. A resource that moves from one endpoint to another stays.
   */
  public Change since(Wanted before) {
    Map<ResourceKey, Resource> old = new LinkedHashMap<>();
    Map<ResourceKey, Resource> now = new LinkedHashMap<>();
    for (String key : endpoints.differences(before.endpoints)) {
      put(before.endpoints.get(key), old);
      put(endpoints.get(key), now);
    }
    List<ResourceKey> gone = old.keySet().stream().filter(k -> !now.containsKey(k)).toList();
    List<Resource> changed =
        now.values().stream().filter(r -> !r.equals(old.get(r.key()))).toList();
    return new Change(changed, gone);
  }

  private static void put(@Nullable EndpointResources of, Map<ResourceKey, Resource> into) {
    if (of != null) {
      of.all().forEach(r -> into.put(r.key(), r));
    }
  }

  /** All of them, packed. */
  public List<Resource> resources() {
    return endpoints.values().stream().flatMap(EndpointResources::all).toList();
  }

  private static EndpointPolicy policy(Resolution resolution, Endpoint endpoint) {
    return Objects.requireNonNull(resolution.policies().get(endpoint.key()), endpoint.key());
  }

  private static SortedSet<IpPrefix> local(World world) {
    SortedSet<IpPrefix> local = new TreeSet<>();
    for (Endpoint endpoint : world.endpoints()) {
      endpoint.addresses().forEach(a -> local.add(IpPrefix.of(a)));
    }
    return Collections.unmodifiableSortedSet(local);
  }
}
