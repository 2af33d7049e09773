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
  void pathThatEnvoyWouldChangeIsPointedOut() {
    for (String path : List.of("/v1//x", "/v1/../x", "/v1/%2e%2e/x", "/%61", "/a\\b", "/a%2fb")) {
      assertThat(ask("tiefighter", "GET", path).text()).as(path).contains("note: Envoy brings");
    }
    for (String path : List.of("/v1/x", "/v1/x?q=//..%2f", "/a.b/..c", "/%zz")) {
      assertThat(ask("tiefighter", "GET", path).text()).as(path).doesNotContain("note:");
    }
  }

  private Answer ask(String from, String method, String path) {
    return Answer.of(
        view,
        QuestionReader.read(from, "deathstar", "8080", method, path, "deathstar", List.of(), null));
  }
}
