package dev.chancery.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The policy commands as a shell runs them: what they print where, and their exit codes. */
class PolicyCommandsTest {
  private static final String EXAMPLES =
      Path.of(System.getProperty("chancery.root"), "examples/star-wars").toString();
  private static final String MANIFESTS = EXAMPLES + "/cluster.yaml " + EXAMPLES + "/rule1-l7.yaml";
  private static final String FLOW =
      "{\"flow\":{\"verdict\":\"%s\",\"Type\":\"L7\",\"source\":{\"namespace\":\"default\",\"pod_name\":\"tiefighter\"},"
          + "\"destination\":{\"namespace\":\"default\",\"pod_name\":\"deathstar\"},\"traffic_direction\":\"INGRESS\","
          + "\"l4\":{\"TCP\":{\"destination_port\":8080}},\"l7\":{\"type\":\"REQUEST\",\"http\":"
          + "{\"method\":\"POST\",\"url\":\"http://deathstar/v1/request-landing\"}}}}\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Chancery.commandLine(new PrintWriter(out), new PrintWriter(err));

  @TempDir Path folder;

  @Test
  void testRunsCasesAndWritesJunit() throws IOException {
    Path junit = folder.resolve("report.xml");
    assertThat(execute("policy test " + EXAMPLES + "/cases.yaml --junit " + junit)).isZero();
    assertThat(out.toString()).isEqualTo("3 passed, 0 failed\n");
    assertThat(Files.readString(junit)).contains("<testsuites", "failures=\"0\"");
  }

  @Test
  void testTakesManifestsOfTheCommandLine() throws IOException {
    Path cases = folder.resolve("cases.yaml");
    Files.writeString(cases, "cases: [{from: xwing, to: deathstar, port: 8080, expect: deny}]\n");
    String manifests = " -f " + EXAMPLES + "/cluster.yaml -f " + EXAMPLES + "/rule1-l7.yaml";
    assertThat(execute("policy test " + cases + manifests)).as(out.toString()).isZero();
    assertThat(execute("policy test " + cases + " -f " + EXAMPLES + "/cluster.yaml")).isEqualTo(1);
    assertThat(execute("policy test " + cases)).as("no such pod").isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          policy test                                         | FILE or --record: missing
          policy test a.yaml --record b                       | FILE or --record: both given
          policy explain a.yaml --to b --port 1               | --from: missing
          policy explain a.yaml --from b --to c               | --port: missing
          policy explain a.yaml --flow x --from b             | --flow: beside --from
          policy explain a.yaml --from b --to c --port 80/XX  | protocol: XX
          policy explain a.yaml --from b --to c --dns x --path / | --dns: beside --path
          policy matrix                                       | Missing required parameter
          policy matrix a.yaml -o png                         | png
          policy matrix a.yaml --maniests x                   | unknown option: --maniests
          """)
  void usageErrorsSayWhatIsWrong(String line, String message) {
    assertThat(execute(line)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    assertThat(execute("policy test nowhere.yaml")).isEqualTo(1);
    assertThat(err.toString()).contains("nowhere.yaml: no such file");
  }

  @Test
  void recordsWhatItCanTestAfterwards() throws IOException {
    Path flows = folder.resolve("flows.jsonl");
    Files.writeString(flows, FLOW.formatted("FORWARDED"));
    Path cases = folder.resolve("cases.yaml");
    assertThat(execute("policy test --record " + flows + " -w " + cases)).isZero();
    assertThat(err.toString()).isEqualToIgnoringNewLines("1 cases");
    String manifests = " -f " + EXAMPLES + "/cluster.yaml -f " + EXAMPLES + "/rule1-l7.yaml";
    assertThat(execute("policy test " + cases + manifests)).as(out.toString()).isZero();
    assertThat(execute("policy test --record " + flows)).isZero();
    assertThat(out.toString()).endsWith(Files.readString(cases));
  }

  @Test
  void explainsFlows() throws IOException {
    Path flows = folder.resolve("flows.jsonl");
    Files.writeString(flows, FLOW.formatted("FORWARDED"));
    assertThat(execute("policy explain " + MANIFESTS + " --flow " + flows)).isZero();
    Files.writeString(flows, FLOW.formatted("DROPPED"));
    assertThat(execute("policy explain " + MANIFESTS + " --flow " + flows)).isEqualTo(1);
    assertThat(out.toString()).contains("DIFFERS  dropped");
  }

  @Test
  void explainNamesTheRuleThatWouldAllowIt() throws IOException {
    String question = " --from xwing --to deathstar --port 8080 -o json";
    assertThat(execute("policy explain " + MANIFESTS + question)).isZero();
    var answer = new JsonMapper().readTree(out.toString());
    assertThat(answer.at("/ingress/layers/L3").asBoolean(true)).isFalse();
    assertThat(answer.at("/ingress/suggestion/yaml").asText()).contains("class: xwing");
  }

  @Test
  void drawsTheMatrixInEachForm() throws IOException {
    assertThat(execute("policy matrix " + MANIFESTS)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            TO                  FROM                                                  PORTS     REQUESTS
            default/deathstar   default/tiefighter                                    8080/TCP  POST /v1/request-landing
            default/deathstar   host                                                  *
            default/deathstar   default/xwing, world                                  denied
            default/tiefighter  default/deathstar, default/xwing, host, 1 more        *
            default/xwing       default/deathstar, default/tiefighter, host, 1 more   *
            host                default/deathstar, default/tiefighter, default/xwing  *
            world               default/deathstar, default/tiefighter, default/xwing  *
            """);
    out.getBuffer().setLength(0);
    assertThat(execute("policy matrix " + MANIFESTS + " -o json")).isZero();
    assertThat(new JsonMapper().readTree(out.toString()).path("cells").size()).isEqualTo(18);
    out.getBuffer().setLength(0);
    assertThat(execute("policy matrix " + MANIFESTS + " -o svg")).isZero();
    assertThat(out.toString()).startsWith("<svg ").endsWith("</svg>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain %s --from a --to b --port 80",
        "explain %s --flow %s",
        "matrix %s",
        "matrix %s -o svg"
      })
  void refusedManifestsGiveNoAnswer(String command) throws IOException {
    Path manifests = manifests("igress: [{fromEntities: [host]}]");
    Path flows = folder.resolve("flows.jsonl");
    Files.writeString(flows, FLOW.formatted("FORWARDED"));

    assertThat(execute("policy " + command.formatted(manifests, flows))).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("CiliumNetworkPolicy default/p  spec.igress  " + manifests + ":16\n  ")
        .doesNotContain("warning", "accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain %s --from a --to b --port 80", "matrix %s"})
  void policyThatEnvoyWouldRefuseIsAnsweredForWithANote(String command) throws IOException {
    Path manifests = manifests("egress: [{toGroups: [{}]}, {toGroups: [{}]}]");

    assertThat(execute("policy " + command.formatted(manifests))).isZero();
    assertThat(out.toString()).isNotEmpty();
    assertThat(err.toString())
        .isEqualTo(
            "note: default/p would be refused by the stock Envoy: no cloud provider is asked which"
                + " machines are in a group\n");
  }

  @Test
  void policiesThatConflictAreExplained() throws IOException {
    Path manifests =
        manifests(
            """
            egress:
              - toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /}]}}]
              - toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {dns: [{matchPattern: '*'}]}}]
            """);

    assertThat(execute("policy explain " + manifests + " --from a --to b --port 80")).isZero();
    assertThat(out.toString()).startsWith("DENIED").contains("its policies conflict: cannot merge");
    assertThat(err.toString()).isEmpty();
    assertThat(execute("policy matrix " + manifests)).isZero();
  }

  /** Two pods and a policy that selects both, with this beside its selector. */
  private Path manifests(String spec) throws IOException {
    return Files.writeString(
        folder.resolve("manifests.yaml"),
        """
        kind: Pod
        metadata: {name: a}
        status: {podIP: 127.1.0.1}
        ---
        kind: Pod
        metadata: {name: b}
        status: {podIP: 127.1.0.2}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p}
        spec:
          endpointSelector: {}
          ingress:
          - fromEntities: [all]
          %s
        """
            .formatted(spec));
  }

  private int execute(String line) {
    return commandLine.execute(line.split(" +"));
  }
}
