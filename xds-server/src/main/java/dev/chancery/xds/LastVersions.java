package dev.chancery.xds;

import java.util.Map;

/**
 * The last state-of-the-world version of each type that each node was sent, on whichever stream: a
 * client that never took it does not quote it, and is to see versions grow all the same. Any thread
 * may call.
 */
final class LastVersions {
  private record Target(String nodeId, String typeUrl) {}

  private final Map<Target, String> versions;

  LastVersions(int maxNodes) {
    this.versions = new LeastRecent<>(maxNodes);
  }

  synchronized String get(String nodeId, String typeUrl) {
    return versions.getOrDefault(new Target(nodeId, typeUrl), "");
  }

  synchronized void put(String nodeId, String typeUrl, String version) {
    versions.put(new Target(nodeId, typeUrl), version);
  }
}
