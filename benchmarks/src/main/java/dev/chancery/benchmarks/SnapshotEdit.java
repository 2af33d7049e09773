package dev.chancery.benchmarks;

import dev.chancery.agent.net.UnixServer;
import dev.chancery.api.cilium.NetworkPolicyDiscoveryServiceGrpc;
import dev.chancery.xds.DiscoveryService;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceType;
import dev.chancery.xds.VersionScheme;
import dev.chancery.xds.XdsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One policy of 200 changes: until every client of the state-of-the-world NPDS has parsed the whole
 * snapshot, over a unix socket.
 */
@State(Scope.Benchmark)
public class SnapshotEdit {
  private static final int ENDPOINTS = 200;
  private static final String TYPE_URL = GeneratedNetworkPolicies.resource(1, 0).key().typeUrl();

  @Param({"1", "4"})
  public int streams = 1;

  private final XdsServer server =
      XdsServer.builder()
          .service(
              new DiscoveryService(
                  NetworkPolicyDiscoveryServiceGrpc.SERVICE_NAME,
                  Optional.of(TYPE_URL),
                  Optional.of("StreamNetworkPolicies"),
                  Optional.empty()))
          .type(ResourceType.of(TYPE_URL).withVersions(VersionScheme.numbered()).withIsolation())
          .build();
  private final Semaphore parsed = new Semaphore(0);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<PolicyReader> readers = new ArrayList<>();
  private int turn;

  @Setup
  public void connect() throws IOException, InterruptedException {
    server
        .store()
        .set(
            IntStream.rangeClosed(1, ENDPOINTS)
                .mapToObj(i -> GeneratedNetworkPolicies.resource(i, 0))
                .toArray(Resource[]::new));
    Path folder = Files.createTempDirectory("snapshot-edit");
    folder.toFile().deleteOnExit();
    Path socket = folder.resolve("xds.sock");
    open.add(UnixServer.start(socket, builder -> builder.addServices(server.services())));
    for (int i = 0; i < streams; i++) {
      PolicyReader reader = new PolicyReader(socket, parsed);
      readers.add(reader);
      open.add(0, reader);
    }
    await();
  }

  @Benchmark
  public void edit() throws InterruptedException {
    int endpoint = 1 + turn++ % ENDPOINTS;
    server.store().set(GeneratedNetworkPolicies.resource(endpoint, turn));
    await();
  }

  @TearDown
  public void end() throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%n%d policies, %d stream(s): %d bytes a response%n",
        ENDPOINTS,
        streams,
        readers.get(0).bytes());
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void await() throws InterruptedException {
    parsed.acquire(streams);
    for (PolicyReader reader : readers) {
      if (reader.error() != null) {
        throw new IllegalStateException(reader.error());
      }
    }
  }
}
