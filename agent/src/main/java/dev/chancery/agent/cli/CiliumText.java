package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.Table;

/** The status of a cilium-envoy for a person. */
final class CiliumText {
  private CiliumText() {}

  static void rows(Table table, JsonNode cilium) {
    table.row("cilium-envoy", "of Cilium " + cilium.get("release").asText());
    table.row("  served at", cilium.get("xdsSocket").asText());
    JsonNode streams = cilium.get("streams");
    if (streams.isEmpty()) {
      table.row("  streams", "none: no proxy is connected");
    }
    for (JsonNode stream : streams) {
      String type = stream.get("type").asText();
      table.row(
          "  " + type.substring(type.lastIndexOf('.') + 1),
          "%s resources, snapshot%s of %s bytes%s"
              .formatted(
                  stream.get("resources").asText(),
                  number(stream.get("lastNumber").asText()),
                  stream.get("snapshotBytes").asText(),
                  stream.get("unsent").asInt() == 0
                      ? ""
                      : ", " + stream.get("unsent").asText() + " unsent"));
    }
    cilium.get("oversize").forEach(o -> table.row("  too large", o.get("text").asText()));
    for (JsonNode port : cilium.get("ports")) {
      table.row(
          "  " + port.get("listener").asText(),
          port.get("state").asText()
              + (port.has("port") ? " at port " + port.get("port").asText() : "")
              + (port.has("reason") ? ": " + port.get("reason").asText() : ""));
    }
    table.row(
        "  redirects",
        "%s announced, %s pending%s"
            .formatted(
                cilium.get("redirectsAnnounced").asText(),
                cilium.get("redirectsPending").asText(),
                cilium.get("redirectsUnserved").asInt() == 0
                    ? ""
                    : ", " + cilium.get("redirectsUnserved").asText() + " unserved"));
    if (cilium.has("redirectsNotWritten")) {
      table.row(
          "  redirects.json",
          "is not of the newest view: " + cilium.get("redirectsNotWritten").asText());
    }
    for (JsonNode secret : cilium.path("missingSecrets")) {
      table.row(
          "  secret",
          "%s/%s is not served: %s"
              .formatted(
                  secret.get("namespace").asText(),
                  secret.get("name").asText(),
                  secret.get("reason").asText()));
    }
    JsonNode log = cilium.path("accessLog");
    if (!log.isMissingNode()) {
      table.row(
          "  access log",
          ("%s seen, %s decoded, %s truncated, %s malformed; %s of %s clients connected,"
                  + " %s refused, %s dropped as idle")
              .formatted(
                  log.get("received").asText(),
                  log.get("decoded").asText(),
                  log.get("truncated").asText(),
                  log.get("malformed").asText(),
                  log.get("openClients").asText(),
                  log.get("totalClients").asText(),
                  log.get("refusedClients").asText(),
                  log.get("droppedClients").asText()));
    }
  }

  /** None is known where the snapshot was empty. */
  private static String number(String number) {
    return number.isEmpty() ? "" : " " + number;
  }
}
