package dev.chancery.agent.cli;

import dev.chancery.agent.net.UnixChannel;
import dev.chancery.agent.net.UnixServer;
import dev.chancery.agent.source.ManifestDirectory;
import dev.chancery.agent.source.ObjectReader;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * Loads the classes that a start of the agent loads, and ends. The launcher runs it once after a
 * build, to have the JVM archive those classes.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    var folder = Files.createTempDirectory("chancery-");
    var socket = folder.resolve("s");
    var manifest = folder.resolve("a.yaml");
    try {
      serveOneCall(socket);
      Files.writeString(manifest, "kind: Pod\nmetadata: {name: a}\nstatus: {podIP: 127.0.0.1}\n");
      ObjectReader.read(ManifestDirectory.read(folder));
      return 0;
    } finally {
      Files.deleteIfExists(manifest);
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  private static void serveOneCall(Path socket) throws IOException {
    try (var server =
        UnixServer.start(
            socket, builder -> builder.addService(new HealthStatusManager().getHealthService()))) {
      var channel = UnixChannel.open(server.path());
      HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance());
      channel.shutdownNow();
    }
  }
}
