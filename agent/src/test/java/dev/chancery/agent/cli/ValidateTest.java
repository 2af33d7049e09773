package dev.chancery.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
  private static final String POLICY =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p}
      spec:
        endpointSelector: {}
        ingress:
        - fromEntities: [all]
          toPorts:
          - ports: [{port: "80", protocol: TCP}]
            rules:
              http:
              - method: GET|HEAD
                path: /public
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;
  private Path file = Path.of("policy.yaml");

  @BeforeEach
  void writePolicy() throws IOException {
    file = Files.writeString(folder.resolve("a, b: 100%.yaml"), POLICY);
  }

  private int validate(String... options) {
    List<String> words = new ArrayList<>(List.of("policy", "validate", file.toString()));
    words.addAll(List.of(options));
    out.getBuffer().setLength(0);
    return Chancery.commandLine(new PrintWriter(out), new PrintWriter(err))
        .execute(words.toArray(String[]::new));
  }

  private void refuse() throws IOException {
    Files.writeString(file, POLICY.replace("path:", "paht:"));
  }

  @Test
  void warningsNameTheLineOfTheField() {
    assertThat(validate()).isZero();
    assertThat(out.toString())
        .contains("spec.ingress[0].toPorts[0].rules.http[0].path  " + file + ":13\n")
        .contains("  warning [query-string]: ")
        .contains("accepted");
  }

  @Test
  void warningsFailWhereThatIsAskedFor() {
    assertThat(validate("--strict")).isEqualTo(1);
    assertThat(validate("--strict", "--silence", "query-string")).isZero();
    assertThat(out.toString()).doesNotContain("query-string");
  }

  @Test
  void anUnknownCodeToSilenceNamesTheNearest() {
    assertThat(validate("--silence", "query-strin")).isEqualTo(2);
    assertThat(err.toString()).contains("query-strin is no warning (did you mean query-string?)");
  }

  @Test
  void anUnknownCodeInTheAnnotationRefusesTheObjectAndNamesTheNearest() throws IOException {
    Files.writeString(
        file,
        POLICY.replace(
            "{name: p}", "{name: p, annotations: {chancery.dev/silence: \"host-dto\"}}"));
    assertThat(validate()).isEqualTo(1);
    assertThat(out.toString())
        .contains("\"host-dto\" is no warning (expected: such as host-dot)")
        .contains("metadata.annotations[chancery.dev/silence]  " + file + ":3");
  }

  @Test
  void theAnnotationSilencesOnItsObjectOnly() throws IOException {
    String silent =
        POLICY.replace(
            "{name: p}", "{name: q, annotations: {chancery.dev/silence: \"query-string\"}}");
    Files.writeString(file, POLICY + "---\n" + silent);
    assertThat(validate("--silence", "pointless", "-o", "github")).isZero();
    assertThat(out.toString().lines()).hasSize(1).first().asString().contains("default/p");
  }

  @Test
  void annotatesAChangeOnGitHub() throws IOException {
    assertThat(validate("-o", "github")).isZero();
    String escaped = file.toString().replace("%", "%25").replace(":", "%3A").replace(",", "%2C");
    assertThat(out.toString())
        .startsWith(
            "::warning file="
                + escaped
                + ",line=13,title=query-string%3A CiliumNetworkPolicy default/p::"
                + "spec.ingress[0].toPorts[0].rules.http[0].path: \"/public\" matches");
    refuse();
    assertThat(validate("-o", "github")).isEqualTo(1);
    assertThat(out.toString()).startsWith("::error file=").contains("unknown field \"paht\"");
    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void writesSarifAsItsSchemaDemands() throws IOException {
    Files.writeString(
        file, POLICY + "---\n" + POLICY.replace("path:", "paht:").replace("name: p", "name: q"));
    assertThat(validate("-o", "sarif")).isEqualTo(1);
    JsonNode root = new JsonMapper().readTree(out.toString());

    only(root, Set.of("version", "runs"), Set.of("$schema"));
    assertThat(root.get("version").asText()).isEqualTo("2.1.0");
    JsonNode run = root.get("runs").get(0);
    only(run, Set.of("tool", "results"), Set.of());
    JsonNode driver = run.get("tool").get("driver");
    only(driver, Set.of("name", "rules"), Set.of("version"));
    for (JsonNode rule : driver.get("rules")) {
      only(rule, Set.of("id", "shortDescription", "help"), Set.of("defaultConfiguration"));
      assertThat(rule.get("help").get("text").asText()).isNotBlank();
    }
    assertThat(run.get("results")).hasSize(2);
    for (JsonNode result : run.get("results")) {
      only(result, Set.of("message", "ruleId", "ruleIndex", "level", "locations"), Set.of());
      assertThat(result.get("message").get("text").asText()).isNotBlank();
      assertThat(driver.get("rules").get(result.get("ruleIndex").asInt()).get("id"))
          .isEqualTo(result.get("ruleId"));
      JsonNode place = result.get("locations").get(0);
      only(place, Set.of("physicalLocation", "logicalLocations"), Set.of());
      JsonNode physical = place.get("physicalLocation");
      assertThat(Path.of(URI.create(physical.get("artifactLocation").get("uri").asText())))
          .isEqualTo(file);
      assertThat(physical.get("region").get("startLine").asInt()).isPositive();
    }
    assertThat(run.get("results").findValuesAsText("level"))
        .containsExactlyInAnyOrder("warning", "error");
  }

  private static void only(JsonNode node, Set<String> required, Set<String> optional) {
    var names = new TreeSet<String>();
    node.fieldNames().forEachRemaining(names::add);
    assertThat(names).containsAll(required);
    names.removeAll(required);
    assertThat(optional).containsAll(names);
  }
}
