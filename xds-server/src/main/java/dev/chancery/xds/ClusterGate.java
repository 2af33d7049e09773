package dev.chancery.xds;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which nodes have taken clusters: those with an open stream on which they have. Any thread may
 * call.
 */
final class ClusterGate {
  private final ConcurrentMap<String, Set<Long>> streams = new ConcurrentHashMap<>();

  /** Whether this opens the gate. */
  boolean taken(String nodeId, long streamId) {
    boolean wasOpen = isOpen(nodeId);
    streams.compute(
        nodeId,
        (node, ids) -> {
          Set<Long> all = ids == null ? ConcurrentHashMap.newKeySet() : ids;
          all.add(streamId);
          return all;
        });
    return !wasOpen;
  }

  void closed(String nodeId, long streamId) {
    streams.computeIfPresent(
        nodeId,
        (node, ids) -> {
          ids.remove(streamId);
          return ids.isEmpty() ? null : ids;
        });
  }

  boolean isOpen(String nodeId) {
    return streams.containsKey(nodeId);
  }
}
