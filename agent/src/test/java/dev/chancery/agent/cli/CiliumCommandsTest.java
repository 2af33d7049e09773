package dev.chancery.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns cilium-envoy alone, as a shell runs it. */
class CiliumCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("chancery.root"));
  private static final String STAR_WARS = ROOT.resolve("examples/star-wars") + "/";
  private static final String SNI =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: names, namespace: default}
      spec:
        endpointSelector: {}
        egress:
        - toPorts:
          - ports: [{port: "443", protocol: TCP}]
            serverNames: ["*.example.com"]
        - toPorts:
          - ports: [{port: "80", protocol: TCP}]
            rules: {http: [{headerMatches: [{name: x-token, secret: {namespace: s, name: t}}]}]}
      """;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void bootstrapNamesTheSocketsThatAreAskedFor() throws Exception {
    assertThat(execute("bootstrap --data-plane cilium-envoy -o json")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("/var/run/cilium/envoy/sockets/xds.sock");
    assertThat(execute("bootstrap --data-plane cilium-envoy --run-dir /run/x")).isZero();
    assertThat(out.toString()).contains("/run/x/envoy/sockets/xds.sock");
    assertThat(execute("bootstrap --data-plane cilium-envoy --sockets-dir /run/y")).isZero();
    assertThat(out.toString()).contains("/run/y/admin.sock");
    assertThat(execute("bootstrap --data-plane none")).isEqualTo(2);
  }

  @Test
  void bootstrapAndListenersHaveTheAddressesOfTheFamiliesThatAreOn() {
    assertThat(execute("bootstrap --data-plane cilium-envoy --enable-ipv6 true")).isZero();
    assertThat(out.toString()).contains("127.0.0.1", "additional_addresses");
    String translate =
        "policy translate --data-plane cilium-envoy %s " + STAR_WARS + "cluster.yaml " + STAR_WARS;
    assertThat(execute(translate.formatted("--enable-ipv6=true") + "rule1-l7.yaml")).isZero();
    assertThat(out.toString()).contains("cilium-http-ingress:10000", "additional_addresses");
    assertThat(execute(translate.formatted("") + "rule1-l7.yaml")).isZero();
    assertThat(out.toString())
        .contains("cilium-http-ingress:10000")
        .doesNotContain("additional_addresses");
  }

  @Test
  void translateShowsNoListenerThatServesNobody() {
    String files = STAR_WARS + "cluster.yaml " + STAR_WARS + "rule1-l7.yaml";
    String ipv6Alone = "--data-plane cilium-envoy --enable-ipv4 false --enable-ipv6 true ";

    assertThat(execute("policy translate " + ipv6Alone + files)).isZero();
    assertThat(out.toString()).contains("NetworkPolicy").doesNotContain("cilium-http-ingress:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --data-plane cilium-envoy --manifests .",
        "bootstrap --data-plane cilium-envoy",
        "policy validate --data-plane cilium-envoy ."
      })
  void noFamilyOfAddressesIsAUsageError(String command) {
    assertThat(execute(command + " --enable-ipv4=false")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--enable-ipv4 and --enable-ipv6: both false (expected: at least one true)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--proxy-gid=-4",
        "--envoy-access-log-buffer-size=-1",
        "--envoy-access-log-buffer-size=0",
        "--restored-proxy-ports-age-limit=-1",
        "--secrets-dir=/does/not/exist",
        "--envoy=external",
        "--envoy-concurrency=2",
        "--redirect=explicit"
      })
  void optionThatCannotBeMeantIsAUsageError(String option) {
    String name = option.substring(2, option.indexOf('='));

    assertThat(
            execute(
                "run --data-plane cilium-envoy --manifests %s --run-dir %s %s"
                    .formatted(folder, folder.resolve("run"), option)))
        .isEqualTo(2);
    assertThat(err.toString()).contains(name, "expected");
  }

  @Test
  void agentThatEnforcesNothingIsAUsageError() {
    assertThat(execute("run --data-plane envoy,none --manifests " + folder)).isEqualTo(2);
    assertThat(err.toString()).contains("none, which enforces nothing (expected: envoy, ");
  }

  @Test
  void whatIsLeftToTheDatapathIsAWarningOfCiliumEnvoyAlone() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("p.yaml"), SNI.replace("serverNames: [\"*.example.com\"]", ""));
    String files = STAR_WARS + "cluster.yaml " + policy;

    execute("policy validate --data-plane cilium-envoy " + files);
    assertThat(out.toString()).contains("warning [left-to-datapath]", "spec.egress[0].toPorts[0]");
    execute("policy validate --data-plane cilium-envoy --silence left-to-datapath " + files);
    assertThat(out.toString()).doesNotContain("left-to-datapath");
    execute("policy validate --data-plane envoy,cilium-envoy " + files);
    assertThat(out.toString()).doesNotContain("left-to-datapath");
  }

  @Test
  void configMapIsTheBootstrapThatIsPrinted() throws Exception {
    execute(
        "bootstrap --data-plane cilium-envoy --sockets-dir /run/chancery/envoy/sockets -o json");
    JsonNode map =
        new YAMLMapper()
            .readTree(Files.readString(ROOT.resolve("deploy/cilium-envoy/configmap.yaml"), UTF_8));

    assertThat(map.at("/metadata/name").asText()).isEqualTo("chancery-envoy-config");
    assertThat(new JsonMapper().readTree(map.at("/data/bootstrap-config.json").asText()))
        .isEqualTo(new JsonMapper().readTree(out.toString()));
  }

  @Test
  void patchMountsTheFolderAndTheConfigMapOfThisPage() throws Exception {
    JsonNode patch =
        new YAMLMapper()
            .readTree(
                Files.readString(ROOT.resolve("deploy/cilium-envoy/daemonset-patch.yaml"), UTF_8));
    JsonNode pod = patch.at("/spec/template/spec");

    assertThat(pod.at("/volumes/0/hostPath/path").asText())
        .isEqualTo("/run/chancery/envoy/sockets")
        .isEqualTo(pod.at("/containers/0/volumeMounts/0/mountPath").asText());
    assertThat(pod.at("/volumes/1/configMap/name").asText()).isEqualTo("chancery-envoy-config");
  }

  static Stream<String> documentedCommands() throws Exception {
    return DocumentCommands.of("deploy/cilium-envoy/README.md").stream();
  }

  @ParameterizedTest
  @MethodSource("documentedCommands")
  void everyCommandOfThePageExists(String command) {
    assertThat(command).startsWith("./chancery ");
    String[] words = command.substring("./chancery ".length()).split(" ");
    if (words[0].equals(ObserveCommand.NAME)) {
      List<String> help = new ArrayList<>(List.of(words));
      help.add("--help");
      assertThat(Chancery.execute(new PrintWriter(out), new PrintWriter(err), help)).isZero();
      return;
    }
    var commandLine = Chancery.commandLine(new PrintWriter(out), new PrintWriter(err));

    assertThat(commandLine.parseArgs(words).unmatched()).isEmpty();
  }

  @Test
  void translateShowsWhatIsSent() throws Exception {
    String files = STAR_WARS + "cluster.yaml " + STAR_WARS + "rule1-l7.yaml";
    assertThat(execute("policy translate --data-plane cilium-envoy -o json " + files))
        .as(err.toString())
        .isZero();
    JsonNode resources = new JsonMapper().readTree(out.toString()).get("resources");

    assertThat(resources.findValuesAsText("type").stream().distinct())
        .containsExactly(
            "type.googleapis.com/cilium.NetworkPolicy",
            "type.googleapis.com/cilium.NetworkPolicyHosts",
            "type.googleapis.com/envoy.config.listener.v3.Listener");
    assertThat(resources.toString())
        .contains("cilium-http-ingress:10000", "/v1/request-landing")
        .doesNotContain("cilium-http-egress", "cilium-generic");
  }

  @Test
  void translateNamesSecretsAndShowsNone() throws Exception {
    Path policy = Files.writeString(folder.resolve("p.yaml"), SNI);
    assertThat(
            execute(
                "policy translate --data-plane cilium-envoy "
                    + STAR_WARS
                    + "cluster.yaml "
                    + policy))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("cilium-secrets/s-t", "value of a header; not shown", "cilium-generic-egress:")
        .contains("'*.example.com'");
  }

  @Test
  void bothDataPlanesAreSentTheSamePolicies() throws Exception {
    String files = STAR_WARS + "cluster.yaml " + STAR_WARS + "rule1-l7.yaml";
    execute("policy translate --data-plane envoy,cilium-envoy " + files);
    assertThat(out.toString())
        .contains("type.googleapis.com/cilium.NetworkPolicy")
        .contains("type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"envoy", "envoy,cilium-envoy", "cilium-envoy --proxy-release 1.17 --compat 1.19"})
  void policyIsRefusedThatOneDataPlaneDoesNotEnforce(String planes) throws Exception {
    Path policy = Files.writeString(folder.resolve("p.yaml"), SNI);
    assertThat(execute("policy validate --data-plane " + planes + " " + policy)).isEqualTo(1);
    assertThat(out.toString()).contains("not enforceable by ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cilium-envoy", "none"})
  void policyIsTakenThatEveryChosenDataPlaneEnforces(String planes) throws Exception {
    Path policy = Files.writeString(folder.resolve("p.yaml"), SNI);
    assertThat(execute("policy validate --data-plane " + planes + " " + policy))
        .as(out.toString())
        .isZero();
  }

  @Test
  void notesNameTheDataPlaneThatWouldRefuse() throws Exception {
    Path policy = Files.writeString(folder.resolve("p.yaml"), SNI);
    execute("policy matrix --data-plane envoy,cilium-envoy " + policy);
    assertThat(err.toString())
        .contains("would be refused by the stock Envoy: ")
        .doesNotContain("would be refused by cilium-envoy");
  }

  private int execute(String line) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Chancery.commandLine(new PrintWriter(out), new PrintWriter(err))
        .execute(line.split(" +"));
  }
}
