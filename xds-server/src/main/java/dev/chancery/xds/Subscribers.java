package dev.chancery.xds;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many open streams of a node ask for a type. Any thread may call. */
final class Subscribers {
  private record Target(String nodeId, String typeUrl) {}

  private final ConcurrentMap<Target, Integer> streams = new ConcurrentHashMap<>();

  void opened(String nodeId, String typeUrl) {
    streams.merge(new Target(nodeId, typeUrl), 1, Integer::sum);
  }

  void closed(String nodeId, String typeUrl) {
    streams.computeIfPresent(
        new Target(nodeId, typeUrl), (target, count) -> count == 1 ? null : count - 1);
  }

  boolean has(String nodeId, String typeUrl) {
    return streams.containsKey(new Target(nodeId, typeUrl));
  }
}
