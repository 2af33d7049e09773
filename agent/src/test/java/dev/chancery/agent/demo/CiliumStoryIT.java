package dev.chancery.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import dev.chancery.agent.traffic.TestPlane;
import dev.chancery.agent.traffic.ViewPolicy;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.traffic.Pod;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's story through a stand-in for cilium-envoy: the same answers, the same lines. */
class CiliumStoryIT {
  @TempDir private Path folder;

  @Test
  void storyGoesAsToldOnCiliumEnvoy() throws Exception {
    int port = FreePort.find();
    Path manifests = Files.createDirectory(folder.resolve("manifests"));
    Files.writeString(manifests.resolve("cluster.yaml"), Examples.text("cluster.yaml", port));
    AgentOptions options =
        TestPlane.options(
            AgentOptions.of(folder.resolve("run"), manifests, Optional.empty()),
            DataPlane.CILIUM_ENVOY);
    var told = new ByteArrayOutputStream();
    var out = new PrintStream(told, true, StandardCharsets.UTF_8);
    var acting = new AtomicReference<Stage>();
    try (Parts parts = new Parts()) {
      DeathStar deathStar =
          parts.keep(DeathStar.open(new InetSocketAddress(address("127.21.0.5"), port)));
      TestPlane plane =
          parts.keep(
              new TestPlane(
                  options,
                  List.of(
                      Pod.server(address("127.20.0.5"), address("127.21.0.5"), port),
                      Pod.client(address("127.20.0.7")),
                      Pod.client(address("127.20.0.9"))),
                  new ViewPolicy(() -> view(acting), options.settings().policy())));
      Stage stage = parts.keep(new Stage(options, out, port, new TestProxyEnforcement(plane)));
      acting.set(stage);
      stage.open();
      stage.awaitPublished(0);
      var server = new InetSocketAddress(address("127.20.0.5"), port);
      new Story(
              stage,
              new Ship("tiefighter", address("127.20.0.7"), server),
              new Ship("xwing", address("127.20.0.9"), server),
              deathStar)
          .play();

      assertThat(plane.proxy().violations()).isEmpty();
      assertThat(plane.proxy().journal())
          .isNotEmpty()
          .extracting(JournalEntry::outcome)
          .containsOnly(JournalEntry.Outcome.ACK);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("## 1. ", "## 2. ", "## 3. ", "## 4. ", "## 5. ", "## 6. ", "## 7. ", "## 8. ");
  }

  private static NodeView view(AtomicReference<Stage> acting) {
    return Objects.requireNonNull(acting.get()).agent().reconciler().view();
  }

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }
}
