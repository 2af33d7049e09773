package dev.chancery.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** For an Envoy that somebody else starts. */
@Command(
    name = "bootstrap",
    sortOptions = false,
    description = "Print the bootstrap for an Envoy that the agent does not start itself.")
final class BootstrapCommand implements Callable<Integer> {
  @Mixin RunDirOption runDir = new RunDirOption();

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("bootstrap");
  }
}
