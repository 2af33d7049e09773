package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.offline.Validation.Shown;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.WarningCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Problems in the Static Analysis Results Interchange Format.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/">SARIF 2.1.0</a>
 */
public final class Sarif {
  private static final JsonMapper JSON = new JsonMapper();

  private Sarif() {}

  /**
   * One run with all problems; its rules are the codes that occur.
   *
   * @param version of this program
   */
  public static JsonNode of(List<Shown> problems, String version) {
    List<String> codes =
        problems.stream().map(s -> s.problem().code()).distinct().sorted().toList();
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "chancery");
    driver.put("version", version);
    ArrayNode rules = driver.putArray("rules");
    codes.forEach(code -> rule(rules.addObject(), code));
    ArrayNode results = run.putArray("results");
    problems.forEach(s -> result(results.addObject(), s, codes));
    return root;
  }

  private static void rule(ObjectNode rule, String code) {
    Optional<WarningCode> warning = WarningCode.of(code);
    rule.put("id", code);
    rule.putObject("shortDescription")
        .put("text", warning.map(WarningCode::title).orElse("The object is refused: " + code));
    rule.putObject("help")
        .put(
            "text",
            warning
                .map(WarningCode::help)
                .orElse("Correct what the message names; the last good version stays in force."));
    rule.putObject("defaultConfiguration").put("level", warning.isPresent() ? "warning" : "error");
  }

  private static void result(ObjectNode result, Shown shown, List<String> codes) {
    Problem problem = shown.problem();
    result.put("ruleId", problem.code());
    result.put("ruleIndex", codes.indexOf(problem.code()));
    result.put("level", problem.isError() ? "error" : "warning");
    result.putObject("message").put("text", problem.message());
    ObjectNode place = result.putArray("locations").addObject();
    physical(place, problem.location());
    String name = (shown.object() + " " + problem.path()).strip();
    if (!name.isEmpty()) {
      place.putArray("logicalLocations").addObject().put("fullyQualifiedName", name);
    }
  }

  private static void physical(ObjectNode place, Location location) {
    if (location.file().isEmpty()) {
      return;
    }
    ObjectNode physical = place.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(location.file()));
    if (location.line() > 0) {
      physical.putObject("region").put("startLine", location.line());
    }
  }

  /** Relative as the file was named, with what a URI cannot have escaped. */
  private static String uri(String file) {
    try {
      String scheme = file.startsWith("/") ? "file" : null;
      String path = file.contains(":") && scheme == null ? "./" + file : file;
      return new URI(scheme, scheme == null ? null : "", path, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "unknown";
    }
  }
}
