package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.Table;
import picocli.CommandLine.Command;

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
  static final class Lister extends ReportCommand {
    Lister() {
      super("endpoints");
    }

    @Override
    String text(JsonNode endpoints) {
      var table = new Table("ID", "POD", "IDENTITY", "ADDRESSES", "PORTS", "INGRESS", "EGRESS");
      for (JsonNode e : endpoints) {
        table.row(
            e.get("id").asText(),
            e.get("namespace").asText() + "/" + e.get("pod").asText(),
            e.get("identity").asText(),
            Table.cell(e.get("addresses")),
            Table.cell(e.get("ports")),
            e.get("ingress").asText(),
            e.get("egress").asText());
      }
      return table.text();
    }
  }
}
