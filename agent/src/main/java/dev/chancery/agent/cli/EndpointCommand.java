package dev.chancery.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The endpoints of this node. */
@Command(
    name = "endpoint",
    description = "The endpoints of this node.",
    subcommands = EndpointCommand.Lister.class)
final class EndpointCommand {
  /** One row each. */
  @Command(
      name = "list",
      sortOptions = false,
      description = "List endpoints, their identities and what is enforced.")
  static final class Lister implements Callable<Integer> {
    @Mixin RunDirOption runDir = new RunDirOption();
    @Mixin OutputOption output = new OutputOption();

    @Override
    public Integer call() {
      throw new UnsupportedOperationException("endpoint list");
    }
  }
}
