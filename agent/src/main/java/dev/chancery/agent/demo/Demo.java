package dev.chancery.agent.demo;

import dev.chancery.agent.run.AgentOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays the story on an agent, an Envoy and three workloads of its own, and leaves nothing behind.
 */
public final class Demo implements AutoCloseable {
  private final Path folder;
  private final Stage stage;
  private final DeathStar deathStar;
  private final Story story;

  private Demo(Path folder, Stage stage, DeathStar deathStar, Story story) {
    this.folder = folder;
    this.stage = stage;
    this.deathStar = deathStar;
    this.story = story;
  }

  /**
   * Starts everything that the story needs.
   *
   * @param port of the server; below 1024 it takes root
   * @throws IOException with a message for the user; nothing is left running
   */
  public static Demo start(Path envoy, int port, PrintStream out)
      throws IOException, InterruptedException, Mismatch {
    Path folder = Files.createTempDirectory("chancery-demo");
    try {
      Path manifests = Files.createDirectory(folder.resolve("manifests"));
      Files.writeString(manifests.resolve("cluster.yaml"), Examples.text("cluster.yaml", port));
      var server = new InetSocketAddress(InetAddress.getByName("127.20.0.5"), port);
      DeathStar deathStar =
          DeathStar.open(new InetSocketAddress(InetAddress.getByName("127.21.0.5"), port));
      try {
        Path runDir = folder.resolve("run");
        Stage stage = new Stage(AgentOptions.of(runDir, manifests, Optional.of(envoy)), out, port);
        Story story =
            new Story(
                stage,
                new Ship("tiefighter", InetAddress.getByName("127.20.0.7"), server),
                new Ship("xwing", InetAddress.getByName("127.20.0.9"), server),
                deathStar);
        return new Demo(folder, stage, deathStar, story);
      } catch (IOException | RuntimeException e) {
        deathStar.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /**
   * Plays the story to its end.
   *
   * @throws Mismatch at the first thing that is not as the story says
   */
  public void play() throws IOException, InterruptedException, Mismatch {
    stage.awaitPublished(0);
    story.play();
  }

  Stage stage() {
    return stage;
  }

  @Override
  public void close() {
    stage.close();
    deathStar.close();
    delete(folder);
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
