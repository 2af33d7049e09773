package dev.chancery.policy.parse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPolicyTest {
  private static final String HEAD =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: p, namespace: shop}
      """;

  private static ParsedPolicy parse(String text) {
    List<ParsedPolicy> parsed = new PolicyParser("default").parse("policy.yaml", text);
    assertThat(parsed).hasSize(1);
    return parsed.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                          | spec | no-subject
          {podSelector: null}                                         | spec.podSelector | wrong-type
          {podSelector: {}, ingres: []}                               | spec.ingres | unknown-field
          {podSelector: {}, ingress: null}                            | spec.ingress | wrong-type
          {podSelector: {}, policyTypes: [ingress]}                   | spec.policyTypes[0] | unknown-value
          {podSelector: {}, policyTypes: [Ingress, Egress, Ingress]}  | spec.policyTypes[2] | too-many-types
          {podSelector: {}, ingress: [{to: []}]}                      | spec.ingress[0].to | unknown-field
          {podSelector: {}, ingress: [{from: [{}]}]}                  | spec.ingress[0].from[0] | no-peer
          {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]} | spec.ingress[0].from[0] | combined-peers
          {podSelector: {}, ingress: [{from: [{ipBlock: {}}]}]}       | spec.ingress[0].from[0].ipBlock | no-cidr
          {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1}}]}]} | spec.ingress[0].from[0].ipBlock.cidr | invalid-cidr
          {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9]}}]}]} | spec.ingress[0].from[0].ipBlock.except[0] | except-outside
          {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]} | spec.ingress[0].from[0].ipBlock.except[0] | except-outside
          {podSelector: {}, ingress: [{ports: [{port: 0}]}]}          | spec.ingress[0].ports[0].port | wrong-type
          {podSelector: {}, ingress: [{ports: [{port: 65536}]}]}      | spec.ingress[0].ports[0].port | wrong-type
          {podSelector: {}, ingress: [{ports: [{port: "80"}]}]}       | spec.ingress[0].ports[0].port | invalid-port
          {podSelector: {}, ingress: [{ports: [{port: 80, protocol: ANY}]}]} | spec.ingress[0].ports[0].protocol | unknown-value
          {podSelector: {}, ingress: [{ports: [{port: 80, endPort: 79}]}]} | spec.ingress[0].ports[0].endPort | end-port
          {podSelector: {}, ingress: [{ports: [{port: http, endPort: 90}]}]} | spec.ingress[0].ports[0].endPort | end-port
          {podSelector: {}, ingress: [{ports: [{endPort: 90}]}]}      | spec.ingress[0].ports[0].endPort | end-port
          {podSelector: {matchLabels: {"k8s:app": web}}}              | spec.podSelector.matchLabels[k8s:app] | invalid-selector
          {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: a, operator: Is}]}}]}]} | spec.ingress[0].from[0].namespaceSelector.matchExpressions[0].operator | invalid-selector
          """)
  void refusesWhatKubernetesRefuses(String spec, String path, String code) {
    ParsedPolicy parsed = parse(HEAD + "spec: " + spec + "\n");

    assertThat(parsed.policy()).isEmpty();
    assertThat(parsed.errors())
        .extracting(Problem::path, Problem::code, p -> p.location().line())
        .containsExactly(tuple(path, code, 4));
  }

  @Test
  void refusesAnotherGroupsKindOfThisName() {
    assertThat(
            parse(
                    HEAD.replace("networking.k8s.io/v1", "projectcalico.org/v3")
                        + "spec: {podSelector: {}}\n")
                .errors())
        .extracting(Problem::code)
        .containsExactly("wrong-api-version");
    assertThat(parse(HEAD).errors()).extracting(Problem::code).containsExactly("empty-policy");
  }

  @Test
  void knowsItsNameAndWhereItsRulesStand() {
    Policy policy =
        parse(HEAD + "spec:\n  podSelector: {}\n  ingress:\n  - ports:\n    - port: 80\n")
            .policy()
            .orElseThrow();

    assertThat(policy.ref()).isEqualTo(new PolicyRef("NetworkPolicy", "shop", "p", ""));
    assertThat(policy.rules().get(0).elements().get(0).ports().get(0).origin())
        .satisfies(o -> assertThat(o.path()).isEqualTo("spec.ingress[0].ports[0]"))
        .satisfies(o -> assertThat(o.location().line()).isEqualTo(8));
  }

  @Test
  void withoutANamespaceItIsInDefault() {
    assertThat(parse(HEAD.replace(", namespace: shop", "") + "spec: {podSelector: {}}\n").ref())
        .extracting(PolicyRef::key)
        .isEqualTo("default/p");
  }
}
