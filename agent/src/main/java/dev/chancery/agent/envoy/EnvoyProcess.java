package dev.chancery.agent.envoy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Envoy process, started by this agent or by one before it.
 *
 * <p>It does not die with the agent: it goes on with the policy it has, and the next agent adopts
 * it where its launch would be the same, or else stops it. Two at once would share the listeners'
 * ports, each with a policy of its own.
 */
final class EnvoyProcess {
  private static final Logger log = LoggerFactory.getLogger(EnvoyProcess.class);

  private final ProcessHandle handle;
  private final boolean adopted;
  private final CompletableFuture<String> exit;

  private EnvoyProcess(ProcessHandle handle, boolean adopted, CompletableFuture<String> exit) {
    this.handle = handle;
    this.adopted = adopted;
    this.exit = exit;
  }

  /** The one of an earlier agent with the same launch; one with another launch is stopped. */
  static Optional<EnvoyProcess> adopt(EnvoyLaunch launch, Duration patience) {
    var file = PidFile.read(launch.pidFile());
    var process =
        file.flatMap(PidFile::process)
            .map(found -> new EnvoyProcess(found, true, found.onExit().thenApply(p -> "exited")));
    if (process.isPresent() && !file.orElseThrow().launch().equals(launch.digest())) {
      log.atInfo()
          .addKeyValue("pid", process.get().pid())
          .log("stopping an Envoy of another launch");
      process.get().stop(patience);
      return Optional.empty();
    }
    return process;
  }

  static EnvoyProcess start(EnvoyLaunch launch) throws IOException {
    writeBootstrap(launch);
    var command = new ArrayList<String>();
    // A session of its own, so that Ctrl-C in a terminal reaches the agent alone.
    onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
    command.addAll(
        List.of(
            "/bin/sh",
            "-c",
            PidFile.WRITE_AND_EXEC,
            "chancery-envoy",
            launch.pidFile().toString(),
            launch.digest()));
    command.addAll(launch.command());
    Files.deleteIfExists(launch.logFile());
    // A file rather than a pipe: a pipe would break when the agent dies.
    var process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.logFile().toFile()))
            .start();
    return new EnvoyProcess(
        process.toHandle(),
        false,
        process.onExit().thenApply(ended -> "exited with " + ended.exitValue()));
  }

  long pid() {
    return handle.pid();
  }

  boolean isAdopted() {
    return adopted;
  }

  /** Completes with how it ended. */
  CompletableFuture<String> onExit() {
    return exit;
  }

  /** Asks it to end, and kills it if it has not done so in time. */
  void stop(Duration patience) {
    handle.destroy();
    if (!hasEnded(patience)) {
      log.atWarn().addKeyValue("pid", pid()).log("Envoy does not stop; killing it");
      handle.destroyForcibly();
      hasEnded(patience);
    }
  }

  private boolean hasEnded(Duration patience) {
    try {
      exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !handle.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void writeBootstrap(EnvoyLaunch launch) throws IOException {
    var file = launch.bootstrapFile();
    var written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, launch.bootstrap());
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<Path> onPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
