package dev.chancery.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chancery.agent.demo.Demo;
import dev.chancery.agent.demo.Mismatch;
import dev.chancery.agent.envoy.EnvoyBinary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The story of {@code examples/star-wars}, played and checked. */
@Command(
    name = "demo",
    sortOptions = false,
    description =
        "Start an agent, an Envoy and three workloads, and play a story that checks itself.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The deathstar's port (default ${DEFAULT-VALUE}; below 1024 needs root).")
  int port = 8080;

  @Spec CommandSpec spec = CommandSpec.create();

  /** Exit code 1 at the first thing that is not as the story says. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 1 || port > 65535) {
      throw new ParameterException(spec.commandLine(), "--port: " + port + " (expected: 1-65535)");
    }
    Path envoy = EnvoyBinary.find(Home.path());
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try (Interruptible<Demo> demo = Interruptible.of(new Demo(envoy, port, out))) {
      demo.get().play();
      out.println();
      out.println("The story went as told.");
      return 0;
    } catch (Mismatch mismatch) {
      out.println();
      out.println("NOT AS TOLD: " + mismatch.getMessage());
      return 1;
    }
  }
}
