package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /** How many there are in each state, with the reasons; empty without a datapath. */
    private static String redirects(JsonNode redirects) {
      if (redirects.isEmpty()) {
        return "";
      }
      Map<String, Integer> counts = new LinkedHashMap<>(Map.of("announced", 0));
      Set<String> reasons = new TreeSet<>();
      for (JsonNode redirect : redirects) {
        counts.merge(redirect.get("state").asText(), 1, Integer::sum);
        if (redirect.has("reason")) {
          reasons.add(redirect.get("reason").asText());
        }
      }
      String text =
          counts.entrySet().stream()
              .map(e -> e.getValue() + " " + e.getKey())
              .collect(Collectors.joining(", "));
      return reasons.isEmpty() ? text : text + " (" + String.join(", ", reasons) + ")";
    }
  }
}
