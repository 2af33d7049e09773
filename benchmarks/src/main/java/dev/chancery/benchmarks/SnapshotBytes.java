package dev.chancery.benchmarks;

import com.google.protobuf.Any;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.xds.Resource;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One policy of 200 changes: the snapshot to bytes, for one and for four streams. The bytes go
 * nowhere.
 */
@State(Scope.Benchmark)
public class SnapshotBytes {
  private static final int ENDPOINTS = 200;

  @Param({"1", "4"})
  public int streams = 1;

  private final SortedMap<Integer, NetworkPolicy> policies = new TreeMap<>();
  private final SortedMap<Integer, Any> packed = new TreeMap<>();
  private int turn;

  @Setup
  public void prepare() {
    for (int i = 1; i <= ENDPOINTS; i++) {
      policies.put(i, GeneratedNetworkPolicies.policy(i, 0));
      packed.put(i, GeneratedNetworkPolicies.resource(i, 0).body());
    }
  }

  /** Each resource is packed when it is published; a stream writes what is packed. */
  @Benchmark
  public void packedOnce() throws IOException {
    int endpoint = 1 + turn++ % ENDPOINTS;
    packed.put(endpoint, Resource.pack(GeneratedNetworkPolicies.policy(endpoint, turn)));
    for (int stream = 0; stream < streams; stream++) {
      write(packed.values().stream().toList());
    }
  }

  /** Each stream packs all there is. */
  @Benchmark
  public void packedForEachStream() throws IOException {
    int endpoint = 1 + turn++ % ENDPOINTS;
    policies.put(endpoint, GeneratedNetworkPolicies.policy(endpoint, turn));
    // A message keeps its size once it is computed, so the first stream pays for that of the edit.
    for (int stream = 0; stream < streams; stream++) {
      List<Any> all = new ArrayList<>();
      policies.values().forEach(policy -> all.add(Resource.pack(policy)));
      write(all);
    }
  }

  private void write(List<Any> resources) throws IOException {
    DiscoveryResponse.newBuilder()
        .setVersionInfo(Integer.toString(turn))
        .setNonce(Integer.toString(turn))
        .setTypeUrl(resources.get(0).getTypeUrl())
        .addAllResources(resources)
        .build()
        .writeTo(OutputStream.nullOutputStream());
  }
}
