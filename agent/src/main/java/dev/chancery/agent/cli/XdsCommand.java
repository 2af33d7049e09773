package dev.chancery.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The state of every xDS client. */
@Command(
    name = "xds",
    sortOptions = false,
    description = "Show every xDS client: what it has, what it was sent, what it refused and why.")
final class XdsCommand implements Callable<Integer> {
  @Mixin RunDirOption runDir = new RunDirOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("xds");
  }
}
