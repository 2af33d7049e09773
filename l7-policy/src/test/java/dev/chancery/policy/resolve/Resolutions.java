package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Opens the resolver's second half to tests that bring their own identities. */
public final class Resolutions {
  private Resolutions() {}

  /** Policies and conflicts by the names of pods. */
  public record ByName(Map<String, EndpointPolicy> policies, Map<String, Conflict> conflicts) {}

  public static ByName byName(World world, Collection<Identity> identities) {
    Map<String, EndpointPolicy> policies = new HashMap<>();
    Map<String, Conflict> conflicts = new HashMap<>();
    Map<String, EndpointPolicy> byKey = new HashMap<>();
    Map<String, Conflict> conflictsByKey = new HashMap<>();
    Map<String, Resolved> all = Plain.endpoints(world, identities);
    for (Endpoint endpoint : world.endpoints()) {
      Resolved resolved = all.get(endpoint.key());
      if (resolved instanceof Resolved.Policy good) {
        policies.put(endpoint.podName(), good.policy());
        byKey.put(endpoint.key(), good.policy());
      } else if (resolved instanceof Resolved.Failed failed) {
        conflicts.put(endpoint.podName(), failed.conflict());
        conflictsByKey.put(endpoint.key(), failed.conflict());
        byKey.put(endpoint.key(), EndpointPolicy.closed(endpoint));
      }
    }
    Invariants.check(world, byKey, conflictsByKey, identities);
    return new ByName(policies, conflicts);
  }
}
