package dev.chancery.agent.cilium;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.envoy.cilium.Hosts;
import dev.chancery.xds.ResourceKey;
import java.util.Map;

/**
 * What a proxy may have still of what was served before.
 *
 * @param policies by name
 */
record ServedBefore(Map<ResourceKey, NetworkPolicy> policies, Hosts hosts) {
  ServedBefore {
    policies = Map.copyOf(policies);
  }

  /** Whether a proxy judges by both alike. */
  boolean isLike(ServedBefore other) {
    return policies.equals(other.policies) && hosts.movedTo(other.hosts).isEmpty();
  }

  NetworkPolicy policy(ResourceKey key) {
    return policies.getOrDefault(key, NetworkPolicy.getDefaultInstance());
  }
}
