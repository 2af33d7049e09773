package dev.chancery.xds;

import java.util.Map;

/**
 * What each node has of a type that goes in whole snapshots, beyond the life of a stream: a client
 * that comes back is not sent again what it refused, and only what is new to it is under suspicion.
 * Any thread may call.
 */
final class SnapshotMemory {
  private static final int MOST_REFUSED = 64;

  /**
   * @param version of the last response that was taken, or empty
   * @param taken its content, by name
   * @param refused hash of a content to the client's words
   */
  record Snapshot(String version, Map<String, Resource> taken, Map<String, String> refused) {
    static final Snapshot NOTHING = new Snapshot("", Map.of(), Map.of());

    Snapshot {
      taken = Map.copyOf(taken);
      refused = Map.copyOf(refused);
    }
  }

  private record Target(String nodeId, String typeUrl) {}

  private final Map<Target, Snapshot> snapshots;

  SnapshotMemory(int maxNodes) {
    this.snapshots = new LeastRecent<>(maxNodes);
  }

  synchronized void put(String nodeId, String typeUrl, Snapshot snapshot) {
    snapshots.put(new Target(nodeId, typeUrl), snapshot);
  }

  synchronized Snapshot get(String nodeId, String typeUrl) {
    return snapshots.getOrDefault(new Target(nodeId, typeUrl), Snapshot.NOTHING);
  }

  /** Room for what one client has refused, the oldest going first. */
  static Map<String, String> refused() {
    return new LeastRecent<>(MOST_REFUSED);
  }
}
