package dev.chancery.agent.reconcile;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Envoy is to have, given a world and what follows from it. Pure. */
public final class Wanted {
  private Wanted() {}

  /** Resources of every endpoint that has an address, endpoint after endpoint. */
  public static List<EnvoyResource> resources(
      World world, Resolution resolution, StockTranslator translator) {
    SortedSet<IpPrefix> local = new TreeSet<>();
    for (Endpoint endpoint : world.endpoints()) {
      endpoint.addresses().forEach(a -> local.add(IpPrefix.of(a)));
    }
    SortedSet<IpPrefix> all = Collections.unmodifiableSortedSet(local);
    List<EnvoyResource> resources = new ArrayList<>();
    for (Endpoint endpoint : world.endpoints()) {
      if (!endpoint.addresses().isEmpty()) {
        EndpointPolicy policy =
            Objects.requireNonNull(resolution.policies().get(endpoint.key()), endpoint.key());
        resources.addAll(translator.topology(endpoint, all));
        resources.addAll(translator.policy(policy, resolution.ipCache()));
      }
    }
    return List.copyOf(resources);
  }
}
