package dev.chancery.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running Envoy 1.40 for tests: the binary that {@code scripts/fetch-envoy} finds or fetches,
 * with its log in {@code envoy.log} of the folder it was given. Closing it ends the process.
 */
public final class RealEnvoy implements AutoCloseable {
  private static final long EXIT_SECONDS = 20;

  private final Process process;
  private final Path log;

  private RealEnvoy(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** The binary; the script runs once a JVM. */
  public static Path binary() {
    return Binary.PATH;
  }

  /**
   * Starts Envoy and does not wait for it: follow {@link #log()} or its admin socket.
   *
   * @param bootstrap the document, JSON or YAML
   * @param folder where bootstrap and log are written
   * @param options further command-line options, such as {@code --concurrency 1}
   */
  public static RealEnvoy start(String bootstrap, Path folder, String... options) {
    var log = folder.resolve("envoy.log");
    var command =
        command(bootstrap, folder, List.of("--disable-hot-restart", "--log-level", "info"));
    command.addAll(List.of(options));
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new RealEnvoy(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code envoy --mode validate} says about a bootstrap. */
  public record Validation(boolean accepted, String output) {}

  /** Runs {@code envoy --mode validate}; {@code folder} takes the document. */
  public static Validation validate(String bootstrap, Path folder) {
    return run(command(bootstrap, folder, List.of("--mode", "validate", "--log-level", "warn")));
  }

  public Process process() {
    return process;
  }

  /** All that Envoy has logged so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    if (!awaitExit(process)) {
      awaitExit(process.destroyForcibly());
    }
  }

  private static List<String> command(String bootstrap, Path folder, List<String> options) {
    var file = folder.resolve("bootstrap.yaml");
    try {
      Files.writeString(file, bootstrap);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = new ArrayList<>(List.of(binary().toString(), "-c", file.toString()));
    command.addAll(options);
    return command;
  }

  private static Validation run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Validation(awaitExit(process) && process.exitValue() == 0, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean awaitExit(Process process) {
    try {
      return process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Holds the path, so that the script runs when the first test asks. */
  private static final class Binary {
    static final Path PATH = find();

    private static Path find() {
      var root = System.getProperty("chancery.root");
      if (root == null) {
        throw new IllegalStateException(
            "chancery.root: not set (expected: the folder of the checkout)");
      }
      try {
        var process =
            new ProcessBuilder(root + "/scripts/fetch-envoy")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var path =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
          throw new IllegalStateException("scripts/fetch-envoy failed; it says why on stderr");
        }
        return Path.of(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while fetching Envoy", e);
      }
    }
  }
}
