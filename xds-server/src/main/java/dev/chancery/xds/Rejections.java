package dev.chancery.xds;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each node has rejected, beyond the life of a stream: a client that reconnects is not sent it
 * again. At most one version a resource, and a bounded number of nodes and of resources a node, the
 * least recently used going first.
 */
final class Rejections {
  /**
   * @param accepted what the client had taken before, if that is known
   */
  record Rejection(Delivery.Rejected delivery, @Nullable Resource accepted) {}

  private final Map<String, Map<ResourceKey, Rejection>> byNode;
  private final int maxResources;

  Rejections(int maxNodes, int maxResources) {
    this.byNode = new LeastRecent<>(maxNodes);
    this.maxResources = maxResources;
  }

  synchronized void put(String nodeId, ResourceKey key, Rejection rejection) {
    byNode.computeIfAbsent(nodeId, n -> new LeastRecent<>(maxResources)).put(key, rejection);
  }

  synchronized Optional<Rejection> find(String nodeId, ResourceKey key, String version) {
    Rejection rejection = byNode.getOrDefault(nodeId, Map.of()).get(key);
    return Optional.ofNullable(rejection).filter(r -> r.delivery().version().equals(version));
  }

  synchronized void remove(String nodeId, ResourceKey key) {
    Map<ResourceKey, Rejection> ofNode = byNode.get(nodeId);
    if (ofNode != null && ofNode.remove(key) != null && ofNode.isEmpty()) {
      byNode.remove(nodeId);
    }
  }

  /**
   * Forgets a type, since the client is a new process and has rejected nothing yet; what the
   * process before it had rejected, name to version.
   */
  synchronized Map<String, String> forget(String nodeId, String typeUrl) {
    Map<ResourceKey, Rejection> ofNode = byNode.getOrDefault(nodeId, Map.of());
    Map<String, String> rejected = new TreeMap<>();
    ofNode.forEach(
        (key, rejection) -> {
          if (key.typeUrl().equals(typeUrl)) {
            rejected.put(key.name(), rejection.delivery().version());
          }
        });
    rejected.keySet().forEach(name -> ofNode.remove(new ResourceKey(typeUrl, name)));
    return rejected;
  }
}
