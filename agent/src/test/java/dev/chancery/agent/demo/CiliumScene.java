package dev.chancery.agent.demo;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.agent.traffic.TestPlane;
import dev.chancery.agent.traffic.ViewPolicy;
import dev.chancery.testproxy.traffic.Pod;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The demo's story on a stand-in for cilium-envoy. */
final class CiliumScene implements AutoCloseable {
  private final Parts parts = new Parts();
  private final int port;
  private final AtomicReference<Stage> stage = new AtomicReference<>();
  private final TestPlane plane;
  private final DeathStar deathStar;

  CiliumScene(Path folder, PrintStream out) throws IOException {
    this.port = FreePort.find();
    Path manifests = Files.createDirectory(folder.resolve("manifests"));
    Files.writeString(manifests.resolve("cluster.yaml"), Examples.text("cluster.yaml", port));
    AgentOptions options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("run"), manifests, Optional.empty()),
            DataPlane.CILIUM_ENVOY);
    this.deathStar = parts.keep(DeathStar.open(new InetSocketAddress(address("127.21.0.5"), port)));
    this.plane =
        parts.keep(
            new TestPlane(
                options,
                List.of(
                    Pod.server(address("127.20.0.5"), address("127.21.0.5"), port),
                    Pod.client(address("127.20.0.7")),
                    Pod.client(address("127.20.0.9"))),
                new ViewPolicy(this::view, options.settings().policy())));
    stage.set(parts.keep(new Stage(options, out, port, new TestProxyEnforcement(plane))));
  }

  void play() throws IOException, InterruptedException, Mismatch {
    stage().open();
    stage().awaitPublished(0);
    var server = new InetSocketAddress(address("127.20.0.5"), port);
    new Story(
            stage(),
            new Ship("tiefighter", address("127.20.0.7"), server),
            new Ship("xwing", address("127.20.0.9"), server),
            deathStar)
        .play();
  }

  Stage stage() {
    return Objects.requireNonNull(stage.get());
  }

  TestPlane plane() {
    return plane;
  }

  private NodeView view() {
    return stage().agent().reconciler().view();
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }

  @Override
  public void close() {
    parts.close();
  }
}
