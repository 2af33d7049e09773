package dev.chancery.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.cli.option.OutputFormat;
import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class ChanceryTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Chancery.commandLine(new PrintWriter(out), new PrintWriter(err));

  static Stream<String> allCommands() {
    return commands(
        Chancery.commandLine(
            new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())));
  }

  private static Stream<String> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName()),
        command.getSubcommands().values().stream().flatMap(ChanceryTest::commands));
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void everyCommandHasAHelpText(String command) {
    var words = Stream.concat(Stream.of(command.split(" ")).skip(1), Stream.of("--help"));
    assertThat(execute(words.toArray(String[]::new))).isZero();
    assertThat(out.toString()).startsWith("Usage: " + command).contains("--help");
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void listsItsCommands() {
    execute("--help");
    assertThat(out.toString())
        .contains("run", "demo", "status", "observe", "policy", "endpoint", "identity", "xds")
        .contains("bootstrap", "completion")
        .doesNotContain("warm-up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run --manifest x             | unknown option: --manifest (did you mean --manifests?)
          run --manifests x --evnoy=1  | unknown option: --evnoy (did you mean --envoy?)
          run --manifests x --zzzzzz   | unknown option: --zzzzzz
          status --runn-dir x          | unknown option: --runn-dir (did you mean --run-dir?)
          statsu                       | unknown command: statsu (did you mean status?)
          policy validat x             | unknown command: validat (did you mean validate?)
          status x                     | unknown argument: x
          run                          | Missing required option: '--manifests=DIR'
          """)
  void usageErrorsNameTheNearestKnownWord(String line, String message) {
    assertThat(execute(line.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).first().isEqualTo("chancery: " + message);
    assertThat(err.toString().lines()).hasSize(2).last().asString().contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "status -o xml, xml",
    "run --manifests x --envoy sometimes, sometimes",
    "run --manifests x --log-level loud, loud",
    "demo --port http, http",
    "completion fish, fish",
    "run --manifests x --proxy-release 1.16, 1.16",
    "run --manifests x --identity-source guess, guess",
    "run --manifests x --redirect external, with --data-plane cilium-envoy only",
    "run --manifests x --data-plane cilium-envoy --redirect explicit, with --data-plane envoy only",
    "run --manifests x --data-plane none, which enforces nothing",
    "run --manifests x --data-plane cilium-envoy --proxy-portrange-max 9, 10000-9",
    "run --manifests x --data-plane cilium-envoy --http-retry-count=-1, 0 or more"
  })
  void valuesThatAreNotKnownAreUsageErrors(String line, String value) {
    assertThat(execute(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(value);
  }

  @Test
  void aFailureIsOneLineWithoutStackTrace() {
    commandLine.addSubcommand(new Failing());
    commandLine.setErr(new PrintWriter(err));
    assertThat(execute("failing")).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("chancery: socket: gone");
  }

  @CommandLine.Command(name = "failing")
  private static final class Failing implements java.util.concurrent.Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      throw new IOException("socket: gone");
    }
  }

  @Test
  void completesForBashAndZsh() throws Exception {
    assertThat(execute("completion", "bash")).isZero();
    var bash = out.toString();
    assertThat(bash).contains("complete -F", "policy", "--manifests").doesNotContain("#compdef");
    out.getBuffer().setLength(0);
    assertThat(execute("completion", "zsh")).isZero();
    assertThat(out.toString())
        .startsWith("#compdef chancery")
        .contains("bashcompinit")
        .endsWith(bash);
    var check = new ProcessBuilder("bash", "-n", "/dev/stdin").redirectErrorStream(true).start();
    try (var script = check.outputWriter()) {
      script.write(bash);
    }
    assertThat(new String(check.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(check.waitFor()).isZero();
  }

  @Test
  void warmsUp() {
    assertThat(execute("warm-up")).isZero();
  }

  @Test
  void printsTheSameAnswerInEachForm() throws Exception {
    record Row(String name, int port) {}
    var option = new OutputOption();
    var rows = List.of(new Row("a\u001b[31m", 1), new Row("longer", 22));
    for (var format : OutputFormat.values()) {
      option.format = format;
      option.print(
          new PrintWriter(out),
          rows,
          () -> {
            var table = new Table("NAME", "PORT");
            rows.forEach(row -> table.row(row.name(), row.port()));
            return table.text();
          });
    }
    assertThat(out)
        .hasToString(
            """
            NAME    PORT
            a\uFFFD[31m  1
            longer  22
            [ {
              "name" : "a\\u001B[31m",
              "port" : 1
            }, {
              "name" : "longer",
              "port" : 22
            } ]
            - name: "a\\e[31m"
              port: 1
            - name: longer
              port: 22
            """);
  }

  @Test
  void explainTakesTheSettingsOfTheAgentThatItStandsFor(@TempDir Path folder) throws Exception {
    Path pods = folder.resolve("pods.yaml");
    Files.writeString(
        pods,
        """
        kind: Pod
        metadata: {name: a}
        status: {podIP: 127.1.0.1}
        ---
        kind: Pod
        metadata: {name: b}
        status: {podIP: 127.1.0.2}
        """);
    String question = "policy explain " + pods + " --from a --to b --port 80";

    assertThat(execute(question.split(" "))).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith("ALLOWED");
    out.getBuffer().setLength(0);
    assertThat(execute((question + " --enable-policy always").split(" "))).isZero();
    assertThat(out.toString()).startsWith("DENIED");
  }

  @Test
  void policiesAreReadAsTheChosenReleaseReadsThem(@TempDir Path folder) throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p}
        spec:
          endpointSelector: {}
          ingress: [{fromCIDR: [10.0.0.1]}]
        """);

    assertThat(execute("policy", "validate", policy.toString())).isZero();
    assertThat(execute("policy", "validate", "--compat", "1.20", policy.toString())).isEqualTo(1);
    assertThat(execute("policy", "validate", "--compat", "1.16", policy.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--compat", "1.17, 1.18, 1.19, 1.20");
  }

  @Test
  void validateNamesWhatEnvoyWouldNotEnforce(@TempDir Path folder) throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p}
        spec:
          endpointSelector: {}
          egress:
          - toPorts:
            - ports: [{port: "443", protocol: TCP}]
              serverNames: [a.example]
        """);

    assertThat(execute("policy", "validate", policy.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("spec.egress[0].toPorts[0].serverNames", "policy.yaml:8", "not enforceable");
    out.getBuffer().setLength(0);
    assertThat(execute("policy", "translate", policy.toString())).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("not enforceable");
  }

  @Test
  void translateTakesTheSettingsOfTheAgentThatItStandsFor(@TempDir Path folder) throws Exception {
    Path pod = folder.resolve("pod.yaml");
    Files.writeString(
        pod,
        """
        kind: Pod
        metadata: {name: a, annotations: {chancery.dev/app-address: 127.2.0.1}}
        spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
        status: {podIP: 127.1.0.1}
        """);

    assertThat(execute("policy", "translate", pod.toString(), "--http-403-msg", "no entry"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("no entry").doesNotContain("Access denied");
  }

  private int execute(String... args) {
    return commandLine.execute(args);
  }
}
