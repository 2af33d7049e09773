package dev.chancery.agent.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code chancery run} in a JVM of its own, which is killed in the end: SIGKILL, no last words. */
public final class AgentProcess implements AutoCloseable {
  private final Process process;

  private AgentProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param log takes what it prints
   * @param more options of the command line
   */
  public static AgentProcess start(AgentOptions options, Path log, String... more)
      throws IOException {
    var command = new ArrayList<String>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Dchancery.home=" + System.getProperty("chancery.home"),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.chancery.agent.cli.Chancery",
            "run",
            "--manifests",
            options.manifests().toString(),
            "--run-dir",
            options.runDir().toString()));
    command.addAll(List.of(more));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new AgentProcess(builder.redirectOutput(log.toFile()).start());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
