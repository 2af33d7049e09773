package dev.chancery.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.policy.Corpus;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private final Cluster cluster = Cluster.starWars().policy(Corpus.text("rule1-l7.yaml"));

  private Explanation explain(String from, int port, String method, String path, String... token) {
    var headers =
        token.length == 0 ? Map.<String, List<String>>of() : Map.of("x-token", List.of(token));
    return Explainer.explain(
        cluster.direction(Direction.INGRESS, "default/deathstar"),
        new Request(
            cluster.identity(from),
            Protocol.TCP,
            port,
            Optional.of(new Request.Http(method, path, "deathstar", headers))));
  }

  @Test
  void nearestRuleComesFirstWithWhatDidNotMatch() {
    Explanation explanation = explain("default/tiefighter", 80, "GET", "/public/x", "41");

    assertThat(explanation.decision().allowed()).isFalse();
    assertThat(explanation.nearest())
        .extracting(n -> n.rule().path(), NearMiss::predicate, NearMiss::expected, NearMiss::actual)
        .startsWith(
            tuple(
                "spec.ingress[0].toPorts[0].rules.http[1]",
                "header x-token",
                "\"42\"",
                Optional.of("41")),
            tuple(
                "spec.ingress[0].toPorts[0].rules.http[0]", "method", "POST", Optional.of("GET")));
    assertThat(explanation.text())
        .startsWith(
            """
            denied, at L7, through the proxy
              near default/rule1:spec.ingress[0].toPorts[0].rules.http[1]  policy.yaml:24
                header x-token: 41 (expected: "42")
            """);
  }

  @Test
  void absentHeaderIsSaidToBeAbsent() {
    NearMiss nearest = explain("default/tiefighter", 80, "GET", "/public/x").nearest().get(0);

    assertThat(nearest.text()).isEqualTo("header x-token: absent (expected: \"42\")");
  }

  @Test
  void valueOfASecretIsSaidNotToBeKnown() {
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: secret}
        spec:
          endpointSelector: {}
          ingress:
          - toPorts:
            - ports: [{port: "80", protocol: TCP}]
              rules: {http: [{path: /s, headerMatches: [{name: X-Token, secret: {name: t}}]}]}
        """);

    assertThat(explain("default/tiefighter", 80, "GET", "/s", "41").text())
        .contains("header x-token: 41 (expected: the value of a secret, which is not known here)");
  }

  @Test
  void wrongPortAndWrongPeerAreNamed() {
    assertThat(explain("default/tiefighter", 81, "GET", "/").nearest().get(0).text())
        .isEqualTo("port: 81/TCP (expected: 80/TCP)");
    assertThat(explain("default/xwing", 80, "GET", "/").nearest().get(0).predicate())
        .isEqualTo("peer");
  }

  @Test
  void denyThatStandsAgainstAMatchIsNamed() {
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: cut}
        spec:
          endpointSelector: {}
          ingressDeny:
          - fromEndpoints: [{matchLabels: {class: tiefighter}}]
        """);
    Explanation explanation = explain("default/tiefighter", 80, "POST", "/v1/request-landing");

    assertThat(explanation.nearest().get(0).predicate()).isEqualTo(NearMiss.DENY);
    assertThat(explanation.nearest().get(0).actual()).contains("default/cut:spec.ingressDeny[0]");
    assertThat(explanation.text())
        .startsWith("denied, at L3\n  by default/cut:spec.ingressDeny[0]  policy.yaml:7\n");
  }

  @Test
  void allowedRequestNamesItsRule() {
    Explanation explanation = explain("default/tiefighter", 80, "POST", "/v1/request-landing");

    assertThat(explanation.nearest()).isEmpty();
    assertThat(explanation.text())
        .isEqualTo(
            """
            allowed, at L7, through the proxy
              by default/rule1:spec.ingress[0].toPorts[0].rules.http[0]  policy.yaml:22
            """);
  }

  @Test
  void controlCharactersOfARequestDoNotReachTheTerminal() {
    assertThat(explain("default/tiefighter", 80, "POST", "/\u001b[2J").text())
        .contains("path: /?[2J")
        .doesNotContain("\u001b");
  }
}
