package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.Table;
import picocli.CommandLine.Command;

/** The state of every xDS client. */
@Command(
    name = "xds",
    sortOptions = false,
    description = "Show every xDS client: what it has, what it was sent, what it refused and why.")
final class XdsCommand extends ReportCommand {
  private static final int SHOWN_VERSION = 12;

  XdsCommand() {
    super("xds");
  }

  @Override
  String text(JsonNode clients) {
    var table =
        new Table("PLANE", "NODE", "STREAM", "TYPE", "RESOURCE", "VERSION", "STATE", "REASON");
    for (JsonNode client : clients) {
      for (JsonNode type : client.get("types")) {
        String url = type.get("type").asText();
        for (JsonNode resource : type.get("resources")) {
          String version = resource.get("version").asText();
          table.row(
              client.get("dataPlane").asText(),
              client.get("node").asText(),
              client.get("stream").asText(),
              url.substring(url.lastIndexOf('.') + 1),
              resource.get("name").asText(),
              version.substring(0, Math.min(SHOWN_VERSION, version.length())),
              resource.get("state").asText(),
              resource.path("reason").asText());
        }
      }
    }
    return table.text();
  }
}
