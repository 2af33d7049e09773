package dev.chancery.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The identities in use. */
@Command(
    name = "identity",
    description = "The identities in use.",
    subcommands = IdentityCommand.Lister.class)
final class IdentityCommand {
  /** One row each. */
  @Command(name = "list", sortOptions = false, description = "List identities and their labels.")
  static final class Lister implements Callable<Integer> {
    @Mixin RunDirOption runDir = new RunDirOption();
    @Mixin OutputOption output = new OutputOption();

    @Override
    public Integer call() {
      throw new UnsupportedOperationException("identity list");
    }
  }
}
