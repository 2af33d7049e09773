package dev.chancery.benchmarks;

import dev.chancery.xds.Resource;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * As many bytes as a response of {@link SnapshotEdit} has, written to unix sockets and read: what
 * no server that sends whole snapshots can be faster than.
 */
@State(Scope.Benchmark)
public class SocketFloor {
  private static final int ENDPOINTS = 200;

  @Param({"1", "4"})
  public int streams = 1;

  private final List<SocketChannel> writers = new ArrayList<>();
  private final Semaphore read = new Semaphore(0);
  private final ByteBuffer snapshot = ByteBuffer.allocateDirect(snapshotBytes());

  private static int snapshotBytes() {
    return DiscoveryResponse.newBuilder()
        .addAllResources(
            IntStream.rangeClosed(1, ENDPOINTS)
                .mapToObj(i -> GeneratedNetworkPolicies.resource(i, 0))
                .map(Resource::body)
                .toList())
        .build()
        .getSerializedSize();
  }

  @Setup
  public void connect() throws IOException {
    Path folder = Files.createTempDirectory("socket-floor");
    Path socket = folder.resolve("floor.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      for (int i = 0; i < streams; i++) {
        writers.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        SocketChannel reader = server.accept();
        Thread thread = new Thread(() -> readAll(reader), "reader-" + i);
        thread.setDaemon(true);
        thread.start();
      }
    }
    Files.delete(socket);
    Files.delete(folder);
  }

  @Benchmark
  public void write() throws IOException, InterruptedException {
    for (SocketChannel writer : writers) {
      snapshot.clear();
      while (snapshot.hasRemaining()) {
        writer.write(snapshot);
      }
    }
    read.acquire(streams);
  }

  @TearDown
  public void end() throws IOException {
    for (SocketChannel writer : writers) {
      writer.close();
    }
  }

  private void readAll(SocketChannel reader) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(snapshot.capacity());
    try (reader) {
      while (reader.read(buffer) >= 0) {
        if (!buffer.hasRemaining()) {
          buffer.clear();
          read.release();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
