package dev.chancery.xds;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which open streams of a node ask for a type. Any thread may call. */
final class Subscribers {
  private record Target(String nodeId, String typeUrl) {}

  /** By stream: whether its client has resources of the type from an earlier one. */
  private final ConcurrentMap<Target, Map<Long, Boolean>> streams = new ConcurrentHashMap<>();

  void opened(String nodeId, String typeUrl, long streamId, boolean continues) {
    streams.compute(
        new Target(nodeId, typeUrl),
        (target, known) -> {
          Map<Long, Boolean> all = known == null ? new ConcurrentHashMap<>() : known;
          all.put(streamId, continues);
          return all;
        });
  }

  void closed(String nodeId, String typeUrl, long streamId) {
    streams.computeIfPresent(
        new Target(nodeId, typeUrl),
        (target, known) -> {
          known.remove(streamId);
          return known.isEmpty() ? null : known;
        });
  }

  boolean has(String nodeId, String typeUrl) {
    return streams.containsKey(new Target(nodeId, typeUrl));
  }

  /** Whether a node asks for a type, and has nothing of it yet. */
  boolean areNew(String nodeId, String typeUrl) {
    Map<Long, Boolean> known = streams.get(new Target(nodeId, typeUrl));
    return known != null && !known.containsValue(true);
  }
}
