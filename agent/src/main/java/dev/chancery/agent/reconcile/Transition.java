package dev.chancery.agent.reconcile;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The step between two revisions that change more than one side's policy. Sides switch one after
 * the other, and a connection passes two of them: an old egress policy and a new ingress policy may
 * together allow what neither revision allows. So each changed side first gets what its old and its
 * new policy both allow. Pure.
 */
final class Transition {
  private Transition() {}

  /**
   * What to publish first; empty where one side at the most changes.
   *
   * @param changed keys that exist in both revisions with different content
   */
  static List<Resource> between(
      NodeView before,
      NodeView after,
      Collection<ResourceKey> changed,
      StockTranslator translator) {
    Set<ResourceKey> policies =
        changed.stream()
            .filter(key -> key.typeUrl().equals(EnvoyTypes.EXTENSION_CONFIG))
            .collect(Collectors.toSet());
    long sides = policies.stream().map(Transition::side).distinct().count();
    if (sides < 2) {
      return List.of();
    }
    Map<Integer, Endpoint> old = new HashMap<>();
    before.world().endpoints().forEach(e -> old.put(e.id(), e));
    return after.world().endpoints().stream()
        .flatMap(
            e ->
                Optional.ofNullable(old.get(e.id())).stream()
                    .flatMap(o -> resources(before, o, after, e, translator).stream()))
        .map(r -> Resource.of(r.name(), r.message()))
        .filter(r -> policies.contains(r.key()))
        .toList();
  }

  /** {@code ep:7/ingress} of {@code http/ep:7/ingress}. */
  private static String side(ResourceKey key) {
    return key.name().substring(key.name().indexOf('/') + 1);
  }

  private static List<EnvoyResource> resources(
      NodeView before,
      Endpoint endpointBefore,
      NodeView after,
      Endpoint endpointAfter,
      StockTranslator translator) {
    EndpointPolicy old = before.resolution().policies().get(endpointBefore.key());
    EndpointPolicy next = after.resolution().policies().get(endpointAfter.key());
    return old == null || next == null
        ? List.of()
        : translator.transition(
            old, before.resolution().ipCache(), next, after.resolution().ipCache());
  }
}
