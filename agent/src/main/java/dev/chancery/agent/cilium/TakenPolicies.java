package dev.chancery.agent.cilium;

import dev.chancery.xds.Delivery;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which policies and hosts the proxy has taken, as far as it has said so. For one thread. */
final class TakenPolicies {
  private final ResourceStore store;
  private final Map<ResourceKey, String> versions = new HashMap<>();

  /** Empty where nobody has asked since the last news. */
  private Optional<Boolean> hasHosts = Optional.empty();

  TakenPolicies(ResourceStore store) {
    this.store = store;
  }

  void note(ResourceKey key, Delivery outcome) {
    if (outcome.version().isEmpty()) {
      versions.remove(key);
    } else if (outcome instanceof Delivery.Acked) {
      versions.put(key, outcome.version());
    }
  }

  /** The store may hold something else than when it was last looked at. */
  void lookAgain() {
    hasHosts = Optional.empty();
  }

  /** Whether the proxy has the newest policy of an endpoint, and knows everybody. */
  boolean isReady(int endpoint) {
    return store
            .get(new ResourceKey(CiliumTypes.POLICY, Integer.toString(endpoint)))
            .filter(this::has)
            .isPresent()
        && hasHosts();
  }

  /** It takes whom it does not know for the world. */
  private boolean hasHosts() {
    if (hasHosts.isEmpty()) {
      hasHosts =
          Optional.of(
              store.snapshot().values().stream()
                  .filter(r -> r.key().typeUrl().equals(CiliumTypes.HOSTS))
                  .allMatch(this::has));
    }
    return hasHosts.get();
  }

  private boolean has(Resource newest) {
    return newest.version().equals(versions.get(newest.key()));
  }
}
