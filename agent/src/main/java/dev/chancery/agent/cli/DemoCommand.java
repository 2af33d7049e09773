package dev.chancery.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("demo");
  }
}
