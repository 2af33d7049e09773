package dev.chancery.agent.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("chancery.root"), "examples/star-wars");
  private NodeView view;

  @BeforeEach
  void read() throws IOException {
    view =
        NodeState.empty(Settings.DEFAULTS)
            .next(
                ManifestArguments.read(
                    List.of(EXAMPLES.resolve("cluster.yaml"), EXAMPLES.resolve("rule1-l7.yaml"))))
            .view();
  }

  @Test
  void deniedRequestNamesTheNearestRuleAndWhatDidNotMatch() {
    Answer answer = ask("tiefighter", "PUT", "/v1/request-landing");

    assertThat(answer.allowed()).isFalse();
    assertThat(answer.text())
        .contains("DENIED")
        .contains("default/rule1:spec.ingress[0].toPorts[0].rules.http[0]")
        .contains("rule1-l7.yaml:21")
        .contains("method: PUT (expected: POST)");
    assertThat(answer.json().at("/ingress/nearest/0/path").asText())
        .isEqualTo("spec.ingress[0].toPorts[0].rules.http[0]");
  }

  @Test
  void allowedRequestNamesTheRule() {
    Answer answer = ask("default/tiefighter", "POST", "/v1/request-landing");

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.json().at("/ingress/decidedBy/0/policy").asText()).isEqualTo("default/rule1");
    assertThat(answer.json().at("/ingress/decidedBy/0/line").asInt()).isEqualTo(21);
  }

  @Test
  void peersAreNamedByPods() {
    Answer answer = ask("xwing", "POST", "/v1/request-landing");

    assertThat(answer.text())
        .contains("peer: default/xwing (expected: default/deathstar, default/tiefighter)")
        .doesNotContain("allow-localhost");
  }

  @Test
  void addressesAndReservedIdentitiesCanAsk() {
    assertThat(ask("127.20.0.7", "POST", "/v1/request-landing").allowed()).isTrue();
    assertThat(ask("world", "POST", "/v1/request-landing").allowed()).isFalse();
    assertThat(ask("127.0.0.1", "POST", "/anything").allowed()).as("the host").isTrue();
  }

  @Test
  void nobodyOfThatNameIsAnErrorThatNamesThePods() {
    assertThatThrownBy(() -> ask("xwin", "GET", "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("xwin: no such pod")
        .hasMessageContaining("default/xwing");
  }

  @Test
  void pathIsJudgedInTheFormThatEnvoyForwards() {
    Answer allowed = ask("tiefighter", "POST", "/x/..//v1/%72equest-landing");
    assertThat(allowed.allowed()).isTrue();
    assertThat(allowed.text())
        .contains("note: Envoy forwards this path as /v1/request-landing, which policy judges");
    Answer denied = ask("tiefighter", "GET", "/v1/../x");
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.text()).containsSubsequence("note: Envoy forwards", "path: /x");
    assertThat(denied.json().at("/ingress/suggestion").toString())
        .contains("/x")
        .doesNotContain("..");
    assertThat(ask("tiefighter", "GET", "/v1/x?q=//..%2f").text()).doesNotContain("note:");
  }

  @Test
  void whatEnvoyAnswersByItselfIsNotAllowed() {
    for (String path : List.of("/a%2fb", "/a#b", "/a%00", "a")) {
      Answer answer = ask("127.0.0.1", "GET", path);
      assertThat(answer.allowed()).as(path).isFalse();
      assertThat(answer.text()).containsOnlyOnce("note: Envoy ").contains("not ask policy");
    }
  }

  @Test
  void queryIsDecidedByNameAndOtherPortsOfTheSameRuleAreNotCalledNear() {
    NodeView names =
        Manifests.ofThreePods()
            .policy(
                "web",
                """
                endpointSelector: {matchLabels: {app: web}}
                egress:
                - toEndpoints: [{matchLabels: {app: api}}]
                  toPorts:
                  - ports: [{port: "53", protocol: UDP}, {port: "53", protocol: TCP}]
                    rules: {dns: [{matchPattern: "*.example.test"}]}
                """)
            .view();
    Answer denied = query(names, "a.b.example.test");
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.json().at("/egress/nearest")).hasSize(1);
    assertThat(denied.text()).contains("name: a.b.example.test (expected: *.example.test)");
    assertThat(query(names, "a.example.test").allowed()).isTrue();
    assertThat(query(names, "a.example.test").decidedBy())
        .hasToString(query(names, "b.example.test").decidedBy().toString())
        .first()
        .satisfies(r -> assertThat(r.path()).endsWith("rules.dns[0]"));
  }

  @Test
  void policiesThatConflictAreNamedAsTheReason() {
    String rule =
        """
        endpointSelector: {matchLabels: {app: web}}
        egress:
        - toEndpoints: [{matchLabels: {app: api}}]
          toPorts: [{ports: [{port: "53", protocol: ANY}], rules: {%s}}]
        """;
    NodeView both =
        Manifests.ofThreePods()
            .policy("names", rule.formatted("dns: [{matchPattern: \"*\"}]"))
            .policy("http", rule.replace("ANY", "TCP").formatted("http: [{}]"))
            .policy("more", rule.replace("ANY", "TCP").formatted("dns: [{matchPattern: \"*\"}]"))
            .view();
    assertThat(both.resolution().conflicts()).containsKey("shop/web");
    Answer answer = query(both, "a.example.test");
    assertThat(answer.allowed()).isFalse();
    assertThat(answer.text()).contains("its policies conflict: ", "no single rule would allow it");
  }

  private static Answer query(NodeView view, String name) {
    return Answer.of(
        view, QuestionReader.read("shop/web", "shop/api", null, null, null, null, List.of(), name));
  }

  private Answer ask(String from, String method, String path) {
    return Answer.of(
        view,
        QuestionReader.read(from, "deathstar", "8080", method, path, "deathstar", List.of(), null));
  }
}
