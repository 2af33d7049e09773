package dev.chancery.agent.demo;

import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.run.Parts;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the story on an agent, an Envoy and three workloads of its own, and leaves nothing behind.
 */
public final class Demo implements AutoCloseable {
  private final Path envoy;
  private final int port;
  private final PrintStream out;
  private final Parts parts = new Parts();
  private @Nullable Stage stage;

  /**
   * Nothing is started yet; {@link #close} may be called from now on, by any thread.
   *
   * @param port of the server; below 1024 it takes root
   */
  public Demo(Path envoy, int port, PrintStream out) {
    this.envoy = envoy;
    this.port = port;
    this.out = out;
  }

  /**
   * Starts everything that the story needs, and plays it.
   *
   * @throws IOException with a message for the user
   * @throws Mismatch at the first thing that is not as the story says
   */
  public void play() throws IOException, InterruptedException, Mismatch {
    Path folder = Files.createTempDirectory("chancery-demo");
    parts.keep(() -> delete(folder));
    Path manifests = Files.createDirectory(folder.resolve("manifests"));
    Files.writeString(manifests.resolve("cluster.yaml"), Examples.text("cluster.yaml", port));
    var server = new InetSocketAddress(InetAddress.getByName("127.20.0.5"), port);
    DeathStar deathStar =
        parts.keep(
            DeathStar.open(new InetSocketAddress(InetAddress.getByName("127.21.0.5"), port)));
    AgentOptions options = AgentOptions.of(folder.resolve("run"), manifests, Optional.of(envoy));
    Stage opened = parts.keep(new Stage(options, out, port, new StockEnforcement()));
    stage = opened;
    opened.open();
    opened.awaitPublished(0);
    new Story(
            opened,
            new Ship("tiefighter", InetAddress.getByName("127.20.0.7"), server),
            new Ship("xwing", InetAddress.getByName("127.20.0.9"), server),
            deathStar)
        .play();
  }

  /** What the story was played on. */
  Stage stage() {
    return Objects.requireNonNull(stage, "not played");
  }

  @Override
  public void close() {
    parts.close();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("demo: " + folder + " could not be removed: " + e.getMessage());
    }
  }
}
