package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      JsonNode identities = Agents.report(runDir.path(), "identities");
      output.print(
          spec.commandLine().getOut(),
          identities,
          () -> {
            var table = new Table("IDENTITY", "LABELS");
            for (JsonNode identity : identities) {
              table.row(identity.get("identity").asText(), Agents.cell(identity.get("labels")));
            }
            return table;
          });
      return 0;
    }
  }
}
