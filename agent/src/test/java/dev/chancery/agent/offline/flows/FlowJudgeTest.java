package dev.chancery.agent.offline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.offline.Manifests;
import dev.chancery.agent.reconcile.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowJudgeTest {
  private static final String WEB =
      """
      "source":{"identity":300,"namespace":"shop","pod_name":"web"},\
      "destination":{"identity":301,"namespace":"shop","pod_name":"api"},\
      "IP":{"source":"127.30.0.1","destination":"127.30.0.2"},"traffic_direction":"INGRESS"\
      """;
  private static final String TCP =
      "\"l4\":{\"TCP\":{\"source_port\":4000,\"destination_port\":80}}";

  @TempDir Path folder;

  private final NodeView view =
      Manifests.ofThreePods()
          .policy(
              "api",
              """
              endpointSelector: {matchLabels: {app: api}}
              ingress:
              - fromEndpoints: [{matchLabels: {app: web}}]
                toPorts:
                - ports: [{port: "80", protocol: TCP}]
                  rules:
                    http:
                    - {method: GET, path: "/public"}
                    - {method: PUT, headers: ["X-Token: 42"]}
                    - {method: PATCH, headerMatches: [{name: X-Token, secret: {namespace: shop, name: t}}]}
              """)
          .policy(
              "web",
              """
              endpointSelector: {matchLabels: {app: web}}
              egress:
              - toFQDNs: [{matchName: api.example.test}]
                toPorts: [{ports: [{port: "443", protocol: TCP}]}]
              - toEndpoints: [{matchLabels: {app: api}}]
                toPorts:
                - ports: [{port: "53", protocol: UDP}]
                  rules: {dns: [{matchName: api.example.test}]}
              """)
          .view();

  @Test
  void recordedVerdictsAreComparedWithThoseOfToday() throws IOException {
    assertThat(outcome(http("FORWARDED", "GET", "http://api/public"))).isEqualTo("SAME");
    assertThat(outcome(http("DROPPED", "GET", "http://api/private"))).isEqualTo("SAME");
    assertThat(outcome(http("DROPPED", "GET", "http://api/public")))
        .isEqualTo("DIFFERS a query may have been redacted");
    assertThat(outcome(http("FORWARDED", "POST", "http://api/public?x=1"))).isEqualTo("DIFFERS ");
  }

  @Test
  void whatIsRedactedOrNotShownIsNotGuessed() throws IOException {
    String token = ",\"headers\":[{\"key\":\"X-Token\",\"value\":\"%s\"}]";
    assertThat(outcome(http("FORWARDED", "PUT", "http://api/x", token.formatted("42"))))
        .isEqualTo("SAME");
    assertThat(outcome(http("FORWARDED", "PUT", "http://api/x", token.formatted("41"))))
        .startsWith("DIFFERS");
    assertThat(
            outcome(http("FORWARDED", "PUT", "http://api/x", token.formatted("HUBBLE_REDACTED"))))
        .isEqualTo("NOT_JUDGED depends on header x-token, which the flow does not show");
    assertThat(outcome(http("FORWARDED", "PUT", "http://api/x")))
        .isEqualTo("NOT_JUDGED depends on header x-token, which the flow does not show");
    assertThat(
            outcome(
                http("FORWARDED", "GET", "http://api/public", token.formatted("HUBBLE_REDACTED"))))
        .as("whatever the header is")
        .isEqualTo("SAME");
    assertThat(outcome(http("FORWARDED", "GET", "http://u:HUBBLE_REDACTED@api/public")))
        .isEqualTo("NOT_JUDGED method or URL is redacted or missing");
  }

  @Test
  void valuesOfSecretsAreNotGuessed() throws IOException {
    String token = ",\"headers\":[{\"key\":\"X-Token\",\"value\":\"42\"}]";
    for (String verdict : List.of("FORWARDED", "DROPPED")) {
      assertThat(outcome(http(verdict, "PATCH", "http://api/x", token)))
          .isEqualTo(
              "NOT_JUDGED header x-token is compared with the value of a secret, which is not"
                  + " known here");
    }
    assertThat(outcome(http("DROPPED", "DELETE", "http://api/x", token)))
        .as("whatever the secret is")
        .isEqualTo("SAME");
  }

  @Test
  void connectionsQueriesAndNamesAreJudgedToo() throws IOException {
    assertThat(
            outcome(flow("DROPPED", "\"Type\":\"L3_L4\"," + WEB + "," + TCP.replace("80", "81"))))
        .isEqualTo("SAME");
    String egress = WEB.replace("INGRESS", "EGRESS");
    String dns =
        "\"Type\":\"L7\",%s,\"l4\":{\"UDP\":{\"source_port\":1,\"destination_port\":53}},"
            + "\"l7\":{\"type\":\"REQUEST\",\"dns\":{\"query\":\"%s.\"}}";
    assertThat(outcome(flow("FORWARDED", dns.formatted(egress, "api.example.test"))))
        .isEqualTo("SAME");
    assertThat(outcome(flow("FORWARDED", dns.formatted(egress, "x.example.test"))))
        .startsWith("DIFFERS");
    String world =
        "\"Type\":\"L3_L4\",\"source\":{\"namespace\":\"shop\",\"pod_name\":\"web\"},"
            + "\"destination\":{\"identity\":2,\"labels\":[\"reserved:world\"]},"
            + "\"IP\":{\"source\":\"127.30.0.1\",\"destination\":\"192.0.2.7\"},"
            + "\"traffic_direction\":\"EGRESS\","
            + TCP.replace("80", "443");
    assertThat(outcome(flow("FORWARDED", world))).startsWith("DIFFERS");
    assertThat(outcome(flow("FORWARDED", world + ",\"destination_names\":[\"api.example.test\"]")))
        .isEqualTo("SAME");
  }

  @Test
  void podThatIsGoneStandsForOneWithTheSameLabels() throws IOException {
    String labels =
        view.world().endpoints().stream()
            .filter(e -> e.key().equals("shop/web"))
            .flatMap(e -> e.identity().labels().texts().stream())
            .collect(Collectors.joining("\",\""));
    String gone =
        WEB.replace(
            "\"pod_name\":\"web\"", "\"pod_name\":\"web-7d9\",\"labels\":[\"" + labels + "\"]");
    assertThat(outcome(http("FORWARDED", "GET", "http://api/public").replace(WEB, gone)))
        .isEqualTo("SAME");
    assertThat(
            outcome(http("FORWARDED", "GET", "http://api/public").replace("\"web\"", "\"nobody\"")))
        .isEqualTo("NOT_JUDGED source is nobody known here");
  }

  @Test
  void repliesAndOtherDropsAreLeftOut() throws IOException {
    assertThat(outcome(http("FORWARDED", "GET", "http://api/x").replace("REQUEST", "RESPONSE")))
        .isEqualTo("REPLY ");
    assertThat(
            outcome(flow("DROPPED", WEB + "," + TCP + ",\"drop_reason_desc\":\"AUTH_REQUIRED\"")))
        .isEqualTo("NOT_JUDGED dropped for another reason: AUTH_REQUIRED");
    assertThat(outcome(flow("AUDIT", WEB + "," + TCP))).startsWith("NOT_JUDGED verdict AUDIT");
  }

  @Test
  void oddValuesAreNotJudgedAndNothingIsThrown() throws IOException {
    assertThat(outcome(flow("FORWARDED", WEB + "," + TCP.replace("80", "0"))))
        .isEqualTo("NOT_JUDGED no destination port");
    assertThat(outcome(flow("FORWARDED", WEB + "," + TCP.replace("80", "4294967295"))))
        .isEqualTo("NOT_JUDGED no destination port");
    assertThat(outcome(flow("DROPPED", WEB + "," + TCP + ",\"drop_reason_desc\":999")))
        .startsWith("NOT_JUDGED dropped for another reason");
    assertThat(
            outcome(
                flow("FORWARDED", "\"destination_names\":[\"a\"]," + WEB + "," + TCP)
                    .replace("127.30.0.2", "fe80::1%nowhere")))
        .isEqualTo("SAME");
  }

  @Test
  void reportCountsAndItsExitCodeSaysWhetherAnythingDiffers() throws IOException {
    FlowReport same = report(http("FORWARDED", "GET", "http://api/public"));
    assertThat(same.exitCode()).isZero();
    assertThat(same.text()).endsWith("1 same, 0 differ, 0 not judged, 0 replies left out\n");
    FlowReport differs = report(http("FORWARDED", "POST", "http://api/public?x=1"));
    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.text())
        .contains(
            "DIFFERS  forwarded  shop/web -> shop/api:80/TCP POST /public?x=1", "to allow it");
    assertThat(differs.json().path("differs").asInt()).isEqualTo(1);
    assertThat(differs.json().at("/flows/0/answer/verdict").asText()).isEqualTo("DENIED");
    FlowReport broken = report("{\"flow\": secret");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.text()).contains("flows.jsonl:1  no flow").doesNotContain("secret");
    assertThat(report("{\"lost_events\":{\"num_events_lost\":\"4\"}}").verdicts()).isEmpty();
  }

  @Test
  void anyLineOfTheVectorsIsJudgedOrSaidNotToBe() throws IOException {
    Path vectors = Path.of(System.getProperty("chancery.vectors", ""), "flows-input.jsonl");
    if (!Files.exists(vectors)) {
      System.out.println("flows-input.jsonl: absent, 0 rows");
      return;
    }
    FlowFiles files = FlowFiles.read(List.of(vectors));
    System.out.println("flows-input.jsonl: " + files.flows().size() + " flows");
    assertThat(FlowJudge.judge(view, files.flows())).hasSameSizeAs(files.flows()).isNotEmpty();
  }

  private String outcome(String line) throws IOException {
    FlowVerdict verdict = report(line).verdicts().get(0);
    return verdict.outcome() == FlowVerdict.Outcome.SAME
        ? "SAME"
        : verdict.outcome() + " " + verdict.reason();
  }

  private FlowReport report(String line) throws IOException {
    Path file = folder.resolve("flows.jsonl");
    Files.writeString(file, line + "\n");
    FlowFiles files = FlowFiles.read(List.of(file));
    return new FlowReport(FlowJudge.judge(view, files.flows()), files.problems());
  }

  private static String http(String verdict, String method, String url) {
    return http(verdict, method, url, "");
  }

  private static String http(String verdict, String method, String url, String headers) {
    return flow(
        verdict,
        "\"Type\":\"L7\",%s,%s,\"l7\":{\"type\":\"REQUEST\",\"http\":{\"method\":\"%s\",\"url\":\"%s\"%s}}"
            .formatted(WEB, TCP, method, url, headers));
  }

  private static String flow(String verdict, String rest) {
    return "{\"flow\":{\"verdict\":\"" + verdict + "\"," + rest + "},\"node_name\":\"n\"}";
  }
}
