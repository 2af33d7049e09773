package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** The agent's status for a person. */
final class StatusText {
  private StatusText() {}

  static String of(JsonNode status) {
    var text = new StringWriter();
    print(new PrintWriter(text, true), status);
    return text.toString();
  }

  private static void print(PrintWriter out, JsonNode status) {
    JsonNode flows = status.get("flows");
    var table = new Table("CHANCERY", status.get("version").asText());
    if (status.has("envoy")) {
      table.row("Envoy", envoy(status.get("envoy")));
    }
    if (status.has("ciliumEnvoy")) {
      CiliumText.rows(table, status.get("ciliumEnvoy"));
    }
    table.row("Manifests", status.get("manifests").asText());
    table.row("Revision", status.get("revision").asText());
    table.row("Endpoints", status.get("endpoints").asText());
    table.row(
        "Flows",
        "%s seen, %s of %s kept, %s lost, %s records hidden"
            .formatted(
                flows.get("seen").asText(),
                flows.get("stored").asText(),
                flows.get("capacity").asText(),
                flows.get("lost").asText(),
                flows.get("hidden").asText()));
    flows.get("problems").properties().forEach(p -> table.row(p.getKey(), p.getValue().asText()));
    out.println(table.text());
    objects(out, status.get("objects"));
    status.get("problems").forEach(p -> problem(out, "", p));
    for (JsonNode rejected : status.get("rejected")) {
      out.println();
      out.println(
          "REJECTED BY %s  %s%s"
              .formatted(
                  rejected.get("dataPlane").asText().toUpperCase(Locale.ROOT),
                  rejected.get("resource").asText(),
                  rejected.has("about") ? ": " + rejected.get("about").asText() : ""));
      out.println("  " + rejected.get("reason").asText());
    }
  }

  private static String envoy(JsonNode envoy) {
    String state = envoy.path("state").asText(envoy.get("managed").asBoolean() ? "" : "external");
    return state
        + (envoy.has("pid") ? ", pid " + envoy.get("pid").asText() : "")
        + (envoy.has("reason") ? ": " + envoy.get("reason").asText() : "")
        + (envoy.get("ready").asBoolean() ? ", ready" : ", not ready");
  }

  private static void objects(PrintWriter out, JsonNode objects) {
    var table = new Table("STATE", "KIND", "OBJECT", "PROBLEMS");
    for (JsonNode object : objects) {
      table.row(
          object.get("state").asText(),
          object.get("kind").asText(),
          name(object),
          object.get("problems").size());
    }
    out.println();
    out.println(table.text());
    for (JsonNode object : objects) {
      object
          .get("problems")
          .forEach(p -> problem(out, object.get("kind").asText() + " " + name(object) + "  ", p));
    }
  }

  private static String name(JsonNode object) {
    String namespace = object.get("namespace").asText();
    return (namespace.isEmpty() ? "" : namespace + "/") + object.get("name").asText();
  }

  private static void problem(PrintWriter out, String object, JsonNode problem) {
    out.println();
    out.println(
        "%s%s  %s [%s]  %s:%s"
            .formatted(
                object,
                problem.get("path").asText(),
                problem.get("severity").asText(),
                problem.get("code").asText(),
                problem.get("file").asText(),
                problem.get("line").asText()));
    out.println("  " + problem.get("message").asText());
  }
}
