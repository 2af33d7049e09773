package dev.chancery.agent.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is suggested is added to the manifests, and asked again. */
class SuggestionTest {
  private static final String API =
      """
      endpointSelector: {matchLabels: {app: api}}
      ingress:
      - fromEndpoints: [{matchLabels: {app: web}}]
        toPorts:
        - ports: [{port: "80", protocol: TCP}]
          rules: {http: [{method: GET, path: /, headers: ["X-Token: 42"]}]}
      """;

  @Test
  void ruleForTheRequestAloneGoesIntoThePolicyOfThePodAlone() {
    Question post = ask("web", "80", "POST", "/v1/a.b?x=1");
    JsonNode suggestion = suggestion(Manifests.ofThreePods().policy("api", API), post, "ingress");

    assertThat(suggestion.path("policy").asText()).isEqualTo("shop/api");
    assertThat(suggestion.path("path").asText()).isEqualTo("spec.ingress");
    assertThat(suggestion.path("line").asInt()).isEqualTo(4);
    assertThat(suggestion.path("yaml").asText())
        .isEqualTo(
            """
            - fromEndpoints:
              - matchLabels:
                  app: web
              toPorts:
              - ports:
                - port: "80"
                  protocol: TCP
                rules:
                  http:
                  - method: POST
                    path: /v1/a\\.b\\?x=1
            """);
    Manifests more =
        Manifests.ofThreePods()
            .policy("api", API)
            .policy(
                "more",
                "endpointSelector: {matchLabels: {app: api}}\ningress:\n"
                    + suggestion.path("yaml").asText());
    assertThat(allowed(more, post)).isTrue();
    assertThat(allowed(more, ask("web", "80", "POST", "/v1/aXb?x=1"))).isFalse();
    assertThat(allowed(more, ask("web", "80", "PUT", "/v1/a.b?x=1"))).isFalse();
    assertThat(allowed(more, ask("web", "81", "POST", "/v1/a.b?x=1"))).isFalse();
    assertThat(allowed(more, ask("other/web", "80", "POST", "/v1/a.b?x=1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other/web", "10.1.2.3", "2001:db8::1", "world", "api"})
  void newPolicyLetsInWhoAskedAndNobodyElse(String from) {
    String everyone = "endpointSelector: {}\ningress: [{}]\negress: [{}]\n";
    Manifests manifests = Manifests.ofThreePods().policy("nobody", everyone);
    Question asked =
        QuestionReader.read(at(from), "shop/web", "80", null, null, null, List.of(), null);
    JsonNode suggestion = suggestion(manifests, asked, "ingress");

    assertThat(suggestion.has("policy")).isFalse();
    Manifests more =
        manifests
            .with("more.yaml", suggestion.path("yaml").asText())
            .policy(
                "open",
                "endpointSelector: {matchLabels: {app: api}}\negress: [{toEntities: [all]}]");
    assertThat(allowed(more, asked)).isTrue();
    assertThat(allowed(more, ask(at(from), "shop/web", "81"))).isFalse();
    for (String another : List.of("other/web", "shop/api", "10.9.9.9", "remote-node")) {
      boolean isMeant =
          another.equals(at(from)) || (from.equals("world") && another.startsWith("10."));
      assertThat(allowed(more, ask(another, "shop/web", "80"))).as(another).isEqualTo(isMeant);
    }
  }

  @Test
  void newPolicyTakesNothingFromOthersWhomItBinds() {
    Manifests manifests =
        Manifests.ofThreePods()
            .with(
                "twin.yaml",
                """
                kind: Pod
                metadata: {name: web-2, namespace: shop, labels: {app: web, tier: front}}
                status: {podIP: 127.30.0.4}
                """)
            .policy(
                "closed",
                """
                endpointSelector:
                  matchExpressions:
                  - {key: app, operator: In, values: [web, api]}
                  - {key: tier, operator: DoesNotExist}
                ingress: [{fromEndpoints: [{matchLabels: {app: none}}]}]
                """);
    Question asked = ask("api", "shop/web", "80");
    JsonNode suggestion = suggestion(manifests, asked, "ingress");

    assertThat(suggestion.has("policy")).isFalse();
    assertThat(suggestion.at("/notes/0").asText()).startsWith("also binds shop/web-2");
    Manifests more = manifests.with("more.yaml", suggestion.path("yaml").asText());
    assertThat(allowed(more, asked)).isTrue();
    assertThat(allowed(more, ask("10.1.2.3", "shop/web-2", "80"))).as("as open as before").isTrue();
    assertThat(allowed(more, ask("10.1.2.3", "shop/web", "80"))).isFalse();
  }

  @Test
  void queriesAndNamesAreAllowedByName() {
    String closed =
        "endpointSelector: {matchLabels: {app: web}}\negress: [{toEndpoints: [{matchLabels: {app: none}}]}]";
    Manifests manifests = Manifests.ofThreePods().policy("closed", closed);
    Question query =
        QuestionReader.read(
            "shop/web", "shop/api", null, null, null, null, List.of(), "api.example.test");
    JsonNode forQuery = suggestion(manifests, query, "egress");
    assertThat(forQuery.path("yaml").asText())
        .contains(
            "port: \"53\"\n      protocol: UDP\n    rules:\n      dns:\n      - matchName: api.example.test");

    Question byName = ask("shop/web", "api.example.test", "443");
    JsonNode forName = suggestion(manifests, byName, "egress");
    assertThat(forName.path("yaml").asText())
        .startsWith("- toFQDNs:\n  - matchName: api.example.test\n");
    assertThat(forName.at("/notes/0").asText()).contains("dns rule");
  }

  @Test
  void labelsThatLookLikeNumbersStayTexts() {
    Manifests manifests =
        Manifests.ofThreePods()
            .with(
                "odd.yaml",
                """
                kind: Pod
                metadata:
                  name: odd
                  namespace: shop
                  labels: {a: "1e3", b: "0x1F", c: "yes", d: "", e: "1_0", f: "012", g: "null"}
                status: {podIP: 127.30.0.9}
                """)
            .policy("api", API);
    Question asked = ask("shop/odd", "shop/api", "80");
    JsonNode suggestion = suggestion(manifests, asked, "ingress");
    Manifests more =
        manifests.policy(
            "more",
            "endpointSelector: {matchLabels: {app: api}}\ningress:\n"
                + suggestion.path("yaml").asText());
    assertThat(allowed(more, asked)).isTrue();
  }

  @Test
  void pingIsAllowedByItsType() {
    Question ping = ask("10.1.2.3", "shop/api", "8/ICMP");
    JsonNode suggestion = suggestion(Manifests.ofThreePods().policy("api", API), ping, "ingress");
    assertThat(suggestion.path("yaml").asText()).contains("icmps:", "family: IPv4", "type: 8");
  }

  @Test
  void noRuleIsSuggestedWhereADenyDecides() {
    Manifests manifests =
        Manifests.ofThreePods()
            .policy("api", API)
            .policy(
                "cut",
                "endpointSelector: {matchLabels: {app: api}}\ningressDeny: [{fromEndpoints: [{}]}]");
    Answer answer = Answer.of(manifests.view(), ask("web", "80", "GET", "/"));

    assertThat(answer.json().at("/ingress/suggestion").isMissingNode()).isTrue();
    assertThat(answer.text())
        .contains("  no rule can allow it while shop/cut:spec.ingressDeny[0] denies it\n");
  }

  @Test
  void headersThatRulesSpeakOfAreDemandedAndNoOthers() {
    Question asked =
        QuestionReader.read(
            "shop/web",
            "shop/api",
            "80",
            "POST",
            "/",
            null,
            List.of("X-Token: 41", "User-Agent: curl"),
            null);
    JsonNode suggestion = suggestion(Manifests.ofThreePods().policy("api", API), asked, "ingress");
    assertThat(suggestion.path("yaml").asText())
        .contains("- \"x-token: 41\"")
        .doesNotContain("curl");
  }

  private static JsonNode suggestion(Manifests manifests, Question question, String direction) {
    JsonNode answer = Answer.of(manifests.view(), question).json();
    assertThat(answer.path("verdict").asText()).isEqualTo("DENIED");
    JsonNode suggestion = answer.path(direction).path("suggestion");
    assertThat(suggestion.isObject()).as(answer.toPrettyString()).isTrue();
    return suggestion;
  }

  private static boolean allowed(Manifests manifests, Question question) {
    return Answer.of(manifests.view(), question).json().at("/ingress/allowed").asBoolean();
  }

  private static String at(String pod) {
    return pod.matches("web|api") ? "shop/" + pod : pod;
  }

  private static Question ask(String from, String to, String port) {
    return QuestionReader.read(at(from), to, port, null, null, null, List.of(), null);
  }

  private static Question ask(
      String from, String port, @Nullable String method, @Nullable String path) {
    return QuestionReader.read(at(from), "shop/api", port, method, path, null, List.of(), null);
  }
}
