package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.Table;
import picocli.CommandLine.Command;

/** The identities in use. */
@Command(
    name = "identity",
    description = "The identities in use.",
    subcommands = IdentityCommand.Lister.class)
final class IdentityCommand {
  /** One row each. */
  @Command(name = "list", sortOptions = false, description = "List identities and their labels.")
  static final class Lister extends ReportCommand {
    Lister() {
      super("identities");
    }

    @Override
    String text(JsonNode identities) {
      var table = new Table("IDENTITY", "LABELS");
      for (JsonNode identity : identities) {
        table.row(identity.get("identity").asText(), Table.cell(identity.get("labels")));
      }
      return table.text();
    }
  }
}
