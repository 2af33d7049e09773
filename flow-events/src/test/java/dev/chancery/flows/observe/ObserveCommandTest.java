package dev.chancery.flows.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserveCommandTest {
  private static final Path HERE = Path.of(".");
  private static final String FLOW = "{\"flow\":{\"uuid\":\"%d\"}}";

  private final List<GetFlowsRequest> requests = new ArrayList<>();
  private final List<String> servers = new ArrayList<>();

  @Test
  void asksForTheTwentyNewestWithTheFieldsThatArePrinted() {
    GetFlowsRequest request = request();
    assertThat(request.getNumber()).isEqualTo(20);
    assertThat(request.getFollow()).isFalse();
    assertThat(request.getFieldMask().getPathsList()).hasSize(20).contains("source.pod_name", "IP");
    assertThat(servers).containsExactly("unix:///run/hubble.sock");
  }

  @Test
  void asksForEverythingInJson() {
    assertThat(request("-o", "json").hasFieldMask()).isFalse();
    assertThat(
            request("-o", "jsonpb", "--field-mask", "verdict,time").getFieldMask().getPathsList())
        .containsExactly("verdict", "time");
    assertThat(request("--use-default-field-masks=false").hasFieldMask()).isFalse();
  }

  @Test
  void asksForNoPastFlowsWhenFollowing() {
    GetFlowsRequest request = request("-f", "--until", "1h");
    assertThat(request.getFollow()).isTrue();
    assertThat(request.getNumber()).isZero();
    assertThat(request.hasUntil()).isFalse();
  }

  @Test
  void boundsByTimeOrCount() {
    GetFlowsRequest since = request("--since", "1h");
    assertThat(since.getNumber()).isZero();
    assertThat(since.getSince().getSeconds()).isEqualTo(ObserveRun.NOW.getEpochSecond() - 3600);
    assertThat(request("--all").getNumber()).isEqualTo(-1);
    assertThat(request("--first", "5").getFirst()).isTrue();
    assertThat(request("--last", "0x10").getNumber()).isEqualTo(16);
  }

  @Test
  void takesTheServerFromFlagThenVariableThenConfiguration() {
    run(Map.of("HUBBLE_SERVER", "tls://b"), "--server", "a:1");
    run(Map.of("HUBBLE_SERVER", "tls://b"));
    assertThat(servers).containsExactly("a:1", "tls://b");
  }

  @Test
  void takesFiltersFromVariablesUnlessFlagsGiveThem() {
    var variables = Map.of("HUBBLE_DENYLIST", "{\"uuid\":[\"a\"]} {\"uuid\":[\"b\"]}");
    run(variables);
    run(variables, "--denylist", "{}");
    assertThat(requests.get(0).getBlacklistCount()).isEqualTo(2);
    assertThat(requests.get(1).getBlacklistCount()).isEqualTo(1);
  }

  @Test
  void showsWhyTheStreamEndedAndPrintsWhatCameBefore() {
    ObserveRun run =
        ObserveRun.of(
            HERE,
            List.of("-o", "table"),
            Map.of(),
            "",
            (server, request, sink) -> {
              sink.accept(GetFlowsResponse.newBuilder().setFlow(Flow.getDefaultInstance()).build());
              throw new FlowSourceException("rpc error: code = Unavailable desc = gone");
            });
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.stdout()).startsWith("TIMESTAMP").contains("N/A");
    assertThat(run.stderr()).isEqualTo("rpc error: code = Unavailable desc = gone\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--reply | unknown flag: --reply",
        "-xyz | unknown shorthand flag: 'x' in -xyz",
        "-fx | unknown shorthand flag: 'x' in -x",
        "--pod | flag needs an argument: --pod",
        "-n | flag needs an argument: 'n' in -n",
        "--=3 | bad flag syntax: --=3",
        "---a | bad flag syntax: ---a",
        "-t foo | invalid argument \"foo\" for \"-t, --type\" flag: unable to parse type 'foo', not a known type name and unable to parse as numeric value: strconv.ParseUint: parsing \"foo\": invalid syntax",
        "--last x | invalid argument \"x\" for \"--last\" flag: strconv.ParseUint: parsing \"x\": invalid syntax",
        "--numeric=x | invalid argument \"x\" for \"--numeric\" flag: strconv.ParseBool: parsing \"x\": invalid syntax",
        "--not | trailing --not found in the arguments",
        "--not --not --pod x | invalid argument \"true\" for \"--not\" flag: consecutive --not statements",
        "--pod a --from-pod b | invalid argument \"b\" for \"--from-pod\" flag: filters --from-pod and --pod cannot be combined",
        "-n a --pod b/c | invalid argument \"b/c\" for \"--pod\" flag: namespace conflict: \"a\" does not contain \"b/c\"",
        "--first 1 -f | cannot set both --first and --follow",
        "-f -o tab | table output format is not compatible with follow mode",
        "-o dict --field-mask time | dict output format is not compatible with custom field mask",
        "-o json --field-mask l7.http.headers.key | failed to construct field mask: proto: invalid path \"l7.http.headers.key\" for message \"flow.Flow\"",
        "--since soon | failed to parse the since time: failed to convert soon to time",
        "--input-file nowhere | open nowhere: no such file or directory",
      })
  void refusesArgumentsThatMakeNoSense(String arguments, String message) {
    ObserveRun run = ObserveRun.of(HERE, List.of(arguments.split(" ")));
    assertThat(run).isEqualTo(new ObserveRun(1, "", message + "\n"));
  }

  @Test
  void takesValuesInEverySpelling() {
    var expected = request("--namespace", "shop", "-4").getWhitelistList();
    assertThat(request("--namespace=shop", "-4").getWhitelistList()).isEqualTo(expected);
    assertThat(request("-nshop", "-4").getWhitelistList()).isEqualTo(expected);
    assertThat(request("-n=shop", "-4").getWhitelistList()).isEqualTo(expected);
    assertThat(request("-4sn", "shop").getWhitelistList()).isEqualTo(expected);
    assertThat(request("-4", "-n", "shop", "--", "--bogus").getWhitelistList()).isEqualTo(expected);
  }

  @Test
  void namesEveryFlagInTheHelp() {
    ObserveRun run = ObserveRun.of(HERE, List.of("--help"));
    assertThat(run.exit()).isZero();
    ObserveOptions.allGroups()
        .forEach(
            group ->
                group
                    .flags()
                    .forEach(
                        flag -> {
                          assertThat(run.stdout()).contains("--" + flag.name());
                          assertThat(flag.help()).isNotBlank();
                        }));
    assertThat(run.stdout().lines())
        .anyMatch(line -> line.startsWith("  -n, --namespace filter"))
        .anyMatch(line -> line.startsWith("  -f, --follow "));
  }

  @Test
  void stopsAtALineOf64KiBAfterWhatCameBefore() {
    String flow = String.format(FLOW, 1);
    String longest = flow + " ".repeat(65_535 - flow.length());
    ObserveRun fits = fromStdin(longest + "\n" + flow);
    assertThat(fits.stdout().lines()).hasSize(2);
    ObserveRun tooLong = fromStdin(flow + "\n" + longest + " \n" + flow);
    assertThat(tooLong.stdout().lines()).hasSize(1);
    assertThat(tooLong.stderr()).isEqualTo("bufio.Scanner: token too long\n");
    assertThat(tooLong.exit()).isEqualTo(1);
  }

  @Test
  void showsNoPartOfALineThatItCannotRead() {
    ObserveRun run = fromStdin("{\"flow\":{\"Summary\":\"SECRET\",\"source\":1}}\n");
    assertThat(run.messages()).isEqualTo("level=WARN msg=\"Failed to unmarshal json to flow\"\n");
    assertThat(run.stderr()).doesNotContain("SECRET");
  }

  @Test
  void readsAFileRelativeToTheDirectory(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("flows"), String.format(FLOW, 1) + "\n");
    ObserveRun run = ObserveRun.of(directory, List.of("--input-file", "flows", "-o", "json"));
    assertThat(run).isEqualTo(new ObserveRun(0, String.format(FLOW, 1) + "\n", ""));
    assertThat(ObserveRun.of(directory, List.of("--input-file", ".")).stderr())
        .isEqualTo("read .: is a directory\n");
  }

  private static ObserveRun fromStdin(String text) {
    return ObserveRun.of(
        HERE, List.of("--input-file", "-"), Map.of(), text, (server, request, sink) -> {});
  }

  private GetFlowsRequest request(String... arguments) {
    run(Map.of(), arguments);
    return requests.get(requests.size() - 1);
  }

  private void run(Map<String, String> variables, String... arguments) {
    ObserveRun run =
        ObserveRun.of(
            HERE,
            List.of(arguments),
            variables,
            "",
            (server, request, sink) -> {
              servers.add(server);
              requests.add(request);
            });
    assertThat(run).isEqualTo(new ObserveRun(0, "", ""));
  }
}
