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
      var table =
          new Table(
              "ID", "POD", "IDENTITY", "ADDRESSES", "PORTS", "INGRESS", "EGRESS", "REDIRECTS");
      for (JsonNode e : endpoints) {
        table.row(
            e.get("id").asText(),
            e.get("namespace").asText() + "/" + e.get("pod").asText(),
            e.get("identity").asText(),
            Table.cell(e.get("addresses")),
            Table.cell(e.get("ports")),
            e.get("ingress").asText(),
            e.get("egress").asText(),
            redirects(e.path("redirects")));
      }
      return table.text();
    }

    /** How many are announced, and how many wait for the proxy; empty without a datapath. */
    private static String redirects(JsonNode redirects) {
      int announced = 0;
      for (JsonNode redirect : redirects) {
        announced += redirect.get("state").asText().equals("announced") ? 1 : 0;
      }
      int pending = redirects.size() - announced;
      return redirects.isEmpty()
          ? ""
          : announced + " announced" + (pending == 0 ? "" : ", " + pending + " pending");
    }
  }
}
