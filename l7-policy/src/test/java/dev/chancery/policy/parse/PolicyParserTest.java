package dev.chancery.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.policy.Corpus;
import dev.chancery.policy.Direction;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PolicyParserTest {
  private static final String HEAD =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p, namespace: shop}
      spec:
      """;

  private final PolicyParser parser = new PolicyParser("default");

  private ParsedPolicy one(String text) {
    List<ParsedPolicy> parsed = parser.parse("policy.yaml", text);
    assertThat(parsed).hasSize(1);
    return parsed.get(0);
  }

  private ParsedPolicy spec(String spec) {
    return one(HEAD + spec.indent(2));
  }

  private ParsedPolicy ingress(String element) {
    return spec("endpointSelector: {}\ningress:\n- " + element);
  }

  @ParameterizedTest
  @FieldSource("dev.chancery.policy.Corpus#FILES")
  void takesTheCorpus(String file) {
    ParsedPolicy parsed = one(Corpus.text(file));

    assertThat(parsed.errors()).isEmpty();
    assertThat(parsed.policy()).isPresent();
  }

  @Test
  void knowsWhereEverythingWasWritten() {
    Policy policy = one(Corpus.text("rule1-l7.yaml")).policy().orElseThrow();

    assertThat(policy.ref())
        .isEqualTo(new PolicyRef("CiliumNetworkPolicy", "default", "rule1", ""));
    Rule rule = policy.rules().get(0);
    assertThat(rule.description()).isEqualTo("landing only");
    var http = (L7Spec.Http) rule.elements(Direction.INGRESS).get(0).ports().get(0).l7();
    Provenance second = http.rules().get(1).origin();
    assertThat(second.path()).isEqualTo("spec.ingress[0].toPorts[0].rules.http[1]");
    assertThat(second.location()).hasToString("policy.yaml:24");
    assertThat(http.rules().get(1).headers())
        .containsExactly(new HeaderRule.Exact("x-token", "42"));
  }

  @Test
  void reportsEveryProblemAtOnceWithPathAndLine() {
    ParsedPolicy parsed =
        one(
            """
            ---
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata:
              name: broken
              namespace: shop
            spec:
              endpointSelector: {}
              ingress:
              - fromEndpoint:
                - matchLabels: {app: web}
                toPorts:
                - ports:
                  - port: "99999"
                    protocol: TCP
                  rules:
                    http:
                    - path: /items/(
              - fromEndpoints: []
              - fromEntities: [moon]
            """);

    assertThat(parsed.policy()).isEmpty();
    assertThat(parsed.ref().key()).isEqualTo("shop/broken");
    assertThat(parsed.problems())
        .extracting(Problem::code, Problem::path, p -> p.location().line(), Problem::message)
        .containsExactlyInAnyOrder(
            tuple(
                "unknown-field",
                "spec.ingress[0].fromEndpoint",
                10,
                "unknown field \"fromEndpoint\" (expected: fromEndpoints?)"),
            tuple(
                "invalid-port",
                "spec.ingress[0].toPorts[0].ports[0].port",
                14,
                "unable to parse port: \"99999\" (expected: 0-65535, or a name of at most 15"
                    + " letters, digits and dashes)"),
            tuple(
                "invalid-pattern",
                "spec.ingress[0].toPorts[0].rules.http[0].path",
                18,
                "\"/items/(\" is not a valid RE2 pattern: missing closing ): /items/("),
            tuple(
                "selects-nobody",
                "spec.ingress[1].fromEndpoints",
                19,
                "fromEndpoints: [] selects nobody"),
            tuple(
                "unknown-value",
                "spec.ingress[2].fromEntities[0]",
                20,
                "unsupported entity: moon"));
  }

  /** A mistake each, with the code and the path of its problem. */
  static final List<List<String>> REFUSED =
      List.of(
          List.of("{frmEntities: [all]}", "unknown-field", "spec.ingress[0].frmEntities"),
          List.of(
              "{fromEndpoints: null, toPorts: []}", "wrong-type", "spec.ingress[0].fromEndpoints"),
          List.of("{toPorts: ~}", "wrong-type", "spec.ingress[0].toPorts"),
          List.of("{fromEndpoints: {}}", "wrong-type", "spec.ingress[0].fromEndpoints"),
          List.of("{fromEndpoints: [null]}", "wrong-type", "spec.ingress[0].fromEndpoints[0]"),
          List.of(
              "{fromEndpoints: [{matchLabels: null}]}",
              "wrong-type",
              "spec.ingress[0].fromEndpoints[0].matchLabels"),
          List.of(
              "{fromEndpoints: [{matchLabels: {a: true}}]}",
              "wrong-type",
              "spec.ingress[0].fromEndpoints[0].matchLabels.a"),
          List.of(
              "{fromEndpoints: [{matchLabels: {'k8s:a': 'b c'}}]}",
              "invalid-selector",
              "spec.ingress[0].fromEndpoints[0].matchLabels[k8s:a]"),
          List.of("{fromNodes: [{}]}", "node-labels-off", "spec.ingress[0].fromNodes"),
          List.of(
              "{authentication: {mode: always}}",
              "schema-enum",
              "spec.ingress[0].authentication.mode"),
          List.of("{toFQDNs: [{matchName: a.b}]}", "unknown-field", "spec.ingress[0].toFQDNs"),
          List.of("{fromCIDR: [10.0.0.0/33]}", "invalid-cidr", "spec.ingress[0].fromCIDR[0]"),
          List.of("{fromCIDR: ['fe80::1%eth0']}", "invalid-cidr", "spec.ingress[0].fromCIDR[0]"),
          List.of("{fromCIDRSet: [{}]}", "no-cidr", "spec.ingress[0].fromCIDRSet[0]"),
          List.of(
              "{fromEntities: [all], fromCIDR: [10.0.0.0/8]}", "combined-peers", "spec.ingress[0]"),
          List.of(
              "{toPorts: [{ports: [{port: 80}]}]}",
              "wrong-type",
              "spec.ingress[0].toPorts[0].ports[0].port"),
          List.of(
              "{toPorts: [{ports: [{protocol: TCP}]}]}",
              "invalid-port",
              "spec.ingress[0].toPorts[0].ports[0]"),
          List.of(
              "{toPorts: [{ports: [{port: '1', endPort: 65536}]}]}",
              "schema-range",
              "spec.ingress[0].toPorts[0].ports[0].endPort"),
          List.of(
              "{toPorts: [{ports: [{port: '80', protocol: HTTP}]}]}",
              "unknown-value",
              "spec.ingress[0].toPorts[0].ports[0].protocol"),
          List.of(
              "{toPorts: [{ports: [{port: '80'}], rules: {http: [{}]}}]}",
              "l7-protocol",
              "spec.ingress[0].toPorts[0].ports[0]"),
          List.of(
              "{toPorts: [{ports: [{port: '0', protocol: TCP}], rules: {http: [{}]}}]}",
              "l7-port-0",
              "spec.ingress[0].toPorts[0].ports[0]"),
          List.of(
              "{toPorts: [{rules: {http: null}}]}",
              "wrong-type",
              "spec.ingress[0].toPorts[0].rules.http"),
          List.of(
              "{toPorts: [{rules: {l7: [{a: b}]}}]}",
              "l7-without-proto",
              "spec.ingress[0].toPorts[0].rules.l7"),
          List.of(
              "{toPorts: [{rules: {http: [{headers: ['']}]}}]}",
              "invalid-header",
              "spec.ingress[0].toPorts[0].rules.http[0].headers[0]"),
          List.of(
              "{toPorts: [{rules: {http: [{headers: ['X-Token:42']}]}}]}",
              "invalid-header",
              "spec.ingress[0].toPorts[0].rules.http[0].headers[0]"),
          List.of(
              "{toPorts: [{rules: {http: [{host: '['}]}}]}",
              "invalid-pattern",
              "spec.ingress[0].toPorts[0].rules.http[0].host"),
          List.of(
              "{icmps: [{fields: [{type: Nope}]}]}",
              "unknown-value",
              "spec.ingress[0].icmps[0].fields[0].type"),
          List.of(
              "{icmps: [{fields: [{type: 8}]}], toPorts: [{}]}",
              "icmps-with-ports",
              "spec.ingress[0]"),
          List.of(
              "{toPorts: [{rules: {http: [{headerMatches: [{name: X-A, mismatch: FAIL}]}]}}]}",
              "unknown-value",
              "spec.ingress[0].toPorts[0].rules.http[0].headerMatches[0].mismatch"),
          List.of(
              "{toPorts: [{rules: {http: [{}], dns: []}}]}",
              "two-protocols",
              "spec.ingress[0].toPorts[0].rules"),
          List.of("{toPorts: [], toPorts: []}", "duplicate-key", "spec.ingress[0].toPorts"),
          List.of("{<<: {toPorts: []}}", "unknown-field", "spec.ingress[0][<<]"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void refusesWithCodeAndPath(List<String> row) {
    ParsedPolicy parsed = ingress(row.get(0));

    assertThat(parsed.policy()).isEmpty();
    assertThat(parsed.errors())
        .anySatisfy(
            p -> {
              assertThat(p.code()).isEqualTo(row.get(1));
              assertThat(p.path()).isEqualTo(row.get(2));
              assertThat(p.location().line()).isEqualTo(7);
            });
  }

  /** Legal, with the code of the warning that it deserves. */
  static final List<List<String>> WARNED =
      List.of(
          List.of("{fromEndpoints: []}", "selects-nobody"),
          List.of("{fromCIDRSet: []}", "selects-nobody"),
          List.of("{toPorts: [{}]}", "no-ports"),
          List.of(
              "{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{headers: ['X-Token:"
                  + " [0-9]+']}]}}]}",
              "header-pattern"));

  @ParameterizedTest
  @FieldSource("WARNED")
  void warnsAboutWhatIsLegalAndSurprising(List<String> row) {
    ParsedPolicy parsed = ingress(row.get(0));

    assertThat(parsed.policy()).isPresent();
    assertThat(parsed.warnings()).extracting(Problem::code).containsExactly(row.get(1));
  }

  @Test
  void policyThatIsMarkedAsATwinIsWarnedOf() {
    String spec = "  {endpointSelector: {}, ingress: [{}]}\n";
    String twin = "namespace: shop, annotations: {chancery.dev/twin: l4";

    ParsedPolicy parsed = one(HEAD.replace("namespace: shop", twin + "}") + spec);
    assertThat(parsed.policy()).isPresent();
    assertThat(parsed.problems())
        .extracting(Problem::code, Problem::path, Problem::isError)
        .containsExactly(tuple("twin", "metadata.annotations[chancery.dev/twin]", false));

    String silenced = twin + ", chancery.dev/silence: twin}";
    assertThat(one(HEAD.replace("namespace: shop", silenced) + spec).problems()).isEmpty();
    assertThat(one(HEAD + spec).problems()).isEmpty();
  }

  @Test
  void headerValueIsAPatternWhereTheAnnotationSaysSo() {
    String element =
        "toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{headers: ['X-Token:"
            + " %s']}]}}]";
    String head =
        HEAD.replace(
            "namespace: shop", "namespace: shop, annotations: {chancery.dev/header-values: regex}");
    String spec = "  endpointSelector: {}\n  ingress:\n  - ";

    ParsedPolicy good = one(head + spec + element.formatted("[0-9]+"));
    assertThat(good.problems()).isEmpty();
    ParsedPolicy bad = one(head + spec + element.formatted("[0-9"));
    assertThat(bad.errors()).extracting(Problem::code).containsExactly("invalid-pattern");
    ParsedPolicy unknown = one(head.replace("regex", "glob") + spec + element.formatted("1"));
    assertThat(unknown.errors()).extracting(Problem::code).containsExactly("unknown-value");
  }

  @Test
  void documentsOfAFileStandAlone() {
    List<ParsedPolicy> parsed =
        parser.parse(
            "all.yaml",
            "# nothing here\n---\nkind: Namespace\nmetadata: {name: x}\n---\n"
                + Corpus.text("rule1-l4.yaml")
                + "--- # broken\nkind: CiliumNetworkPolicy\nmetadata:\n  name: torn\n  a: [\n---\n"
                + Corpus.text("rule1-l7.yaml"));

    assertThat(parsed).extracting(p -> p.ref().name()).containsExactly("rule1", "torn", "rule1");
    assertThat(parsed).extracting(p -> p.policy().isPresent()).containsExactly(true, false, true);
    assertThat(parsed.get(1).errors()).extracting(Problem::code).containsExactly("invalid-yaml");
    assertThat(parsed.get(1).errors().get(0).location().line()).isEqualTo(28);
  }

  @Test
  void takesJson() {
    ParsedPolicy parsed =
        one(
            """
            {
            \t"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy",
            \t"metadata": {"name": "p\\u0031"},
            \t"spec": {"endpointSelector": {}, "ingress": [{"toPorts": [{"ports": [
            \t\t{"port": "80", "protocol": "TCP"}], "rules": {"http": [{"path": "\\/a"}]}}]}]}
            }
            """);

    assertThat(parsed.errors()).isEmpty();
    assertThat(parsed.ref().key()).isEqualTo("default/p1");
  }

  @Test
  void clusterwidePolicyHasNoNamespace() {
    ParsedPolicy parsed = one(Corpus.text("everything.yaml"));

    assertThat(parsed.ref().key()).isEqualTo("everything");
    assertThat(parsed.policy().orElseThrow().rules()).hasSize(2);
    assertThat(parsed.policy().orElseThrow().rules().get(0).defaultDeny())
        .containsExactly(Direction.INGRESS);
  }

  @Test
  void wrongVersionIsRefused() {
    ParsedPolicy parsed = one(Corpus.text("rule1-l4.yaml").replace("cilium.io/v2", "cilium.io/v9"));

    assertThat(parsed.errors()).extracting(Problem::code).containsExactly("wrong-api-version");
  }

  @Test
  void listOfPoliciesIsRefusedAndNotPassedOver() {
    ParsedPolicy parsed =
        one("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicyList\nitems: []\n");

    assertThat(parsed.errors()).extracting(Problem::code).containsExactly("list-of-policies");
  }
}
