package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      JsonNode endpoints = Agents.report(runDir.path(), "endpoints");
      output.print(
          spec.commandLine().getOut(),
          endpoints,
          () -> {
            var table =
                new Table("ID", "POD", "IDENTITY", "ADDRESSES", "PORTS", "INGRESS", "EGRESS");
            for (JsonNode e : endpoints) {
              table.row(
                  e.get("id").asText(),
                  e.get("namespace").asText() + "/" + e.get("pod").asText(),
                  e.get("identity").asText(),
                  Agents.cell(e.get("addresses")),
                  Agents.cell(e.get("ports")),
                  e.get("ingress").asText(),
                  e.get("egress").asText());
            }
            return table;
          });
      return 0;
    }
  }
}
