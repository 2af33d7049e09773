package dev.chancery.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the agent is doing. */
@Command(name = "status", sortOptions = false, description = "Show what the agent is doing.")
final class StatusCommand implements Callable<Integer> {
  @Mixin RunDirOption runDir = new RunDirOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("status");
  }
}
