package dev.chancery.testproxy;

import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What a proxy is started with: its bootstrap and its machine.
 *
 * @param xdsSocket unix socket of the cluster {@code xds-grpc-cilium}
 * @param generation release
 * @param nodeId of the node; four parts with an address second (§1.2)
 * @param nodeCluster of the node
 * @param staticClusters names of the bootstrap's clusters (§1.5)
 * @param delta whether NPDS and NPHDS are asked for by delta streams
 * @param ipcache identities of Cilium's BPF map; empty where it cannot be opened
 * @param portBusy ports that something else listens on
 * @param backoff from the end of a stream to the next attempt
 * @param fetchTimeout how long LDS and CDS may stay unanswered (§1.4)
 * @param maxMessage bytes of the longest response that is read
 */
public record TestProxyOptions(
    Path xdsSocket,
    ProxyGeneration generation,
    String nodeId,
    String nodeCluster,
    Set<String> staticClusters,
    boolean delta,
    Optional<HostMap> ipcache,
    IntPredicate portBusy,
    Duration backoff,
    Duration fetchTimeout,
    int maxMessage) {
  /** The clusters of the stock bootstrap (§1.5). */
  public static final Set<String> STOCK_CLUSTERS =
      Set.of(
          "ingress-cluster",
          "egress-cluster",
          "ingress-cluster-tls",
          "egress-cluster-tls",
          "xds-grpc-cilium",
          "/envoy-admin");

  public TestProxyOptions {
    staticClusters = Set.copyOf(staticClusters);
    if (delta && !generation.knowsDelta()) {
      throw new IllegalArgumentException("delta: " + generation.release() + " (expected: 1.37)");
    }
  }

  /** A stock proxy of the release without BPF maps. */
  public static TestProxyOptions of(Path xdsSocket, ProxyGeneration generation) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        "host~127.0.0.1~no-id~localdomain",
        "ingress-cluster",
        STOCK_CLUSTERS,
        false,
        Optional.empty(),
        port -> false,
        Duration.ofMillis(20),
        Duration.ofSeconds(30),
        Integer.MAX_VALUE);
  }

  /** The same with another node id. */
  public TestProxyOptions withNodeId(String id) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        id,
        nodeCluster,
        staticClusters,
        delta,
        ipcache,
        portBusy,
        backoff,
        fetchTimeout,
        maxMessage);
  }

  /** The same whose bootstrap lacks a cluster. */
  public TestProxyOptions withoutCluster(String name) {
    Set<String> fewer = new HashSet<>(staticClusters);
    fewer.remove(name);
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        fewer,
        delta,
        ipcache,
        portBusy,
        backoff,
        fetchTimeout,
        maxMessage);
  }

  /** The same with delta NPDS and NPHDS. */
  public TestProxyOptions withDelta() {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        staticClusters,
        true,
        ipcache,
        portBusy,
        backoff,
        fetchTimeout,
        maxMessage);
  }

  /** The same on a machine with Cilium's BPF maps. */
  public TestProxyOptions withIpcache(HostMap identities) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        staticClusters,
        delta,
        Optional.of(identities),
        portBusy,
        backoff,
        fetchTimeout,
        maxMessage);
  }

  /** The same where these ports are taken. */
  public TestProxyOptions withBusyPorts(IntPredicate busy) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        staticClusters,
        delta,
        ipcache,
        busy,
        backoff,
        fetchTimeout,
        maxMessage);
  }

  /** The same with another pause between streams. */
  public TestProxyOptions withBackoff(Duration pause) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        staticClusters,
        delta,
        ipcache,
        portBusy,
        pause,
        fetchTimeout,
        maxMessage);
  }

  /** The same with less patience for the first answers of LDS and CDS. */
  public TestProxyOptions withFetchTimeout(Duration timeout) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        staticClusters,
        delta,
        ipcache,
        portBusy,
        backoff,
        timeout,
        maxMessage);
  }

  /** The same that reads no response longer than this. */
  public TestProxyOptions withMaxMessage(int bytes) {
    return new TestProxyOptions(
        xdsSocket,
        generation,
        nodeId,
        nodeCluster,
        staticClusters,
        delta,
        ipcache,
        portBusy,
        backoff,
        fetchTimeout,
        bytes);
  }
}
