package dev.chancery.xds;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which nodes have taken resources of a type: those with an open stream on which they have. Any
 * thread may call.
 */
final class TakenTypes {
  private record Target(String nodeId, String typeUrl) {}

  private final ConcurrentMap<Target, Set<Long>> streams = new ConcurrentHashMap<>();

  /** Whether this is the first such stream of the node. */
  boolean taken(String nodeId, String typeUrl, long streamId) {
    boolean before = isTaken(nodeId, typeUrl);
    streams.compute(
        new Target(nodeId, typeUrl),
        (target, ids) -> {
          Set<Long> all = ids == null ? ConcurrentHashMap.newKeySet() : ids;
          all.add(streamId);
          return all;
        });
    return !before;
  }

  void closed(String nodeId, String typeUrl, long streamId) {
    streams.computeIfPresent(
        new Target(nodeId, typeUrl),
        (target, ids) -> {
          ids.remove(streamId);
          return ids.isEmpty() ? null : ids;
        });
  }

  boolean isTaken(String nodeId, String typeUrl) {
    return streams.containsKey(new Target(nodeId, typeUrl));
  }
}
