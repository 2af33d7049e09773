package dev.chancery.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PointlessTest {
  private static final String SELECT = "endpointSelector: {matchLabels: {app: web}}\n";
  private static final String FROM_API =
      """
      - fromEndpoints: [{matchLabels: {app: api}}]
        toPorts:
        - ports: [{port: "80", protocol: TCP}]
      """;
  private static final String HTTP = "    rules: {http: [{method: POST, path: /a}]}\n";

  private static List<String> pointless(String... specs) {
    Cluster cluster = Linted.shop();
    for (int i = 0; i < specs.length; i++) {
      cluster.policy(Linted.policy("p" + i, specs[i]));
    }
    return Linted.paths(cluster, "pointless");
  }

  private static String ingress(String... elements) {
    return SELECT + "ingress:\n" + String.join("", elements);
  }

  @Test
  void aPlainAllowLiftsAnHttpList() {
    assertThat(pointless(ingress(FROM_API, FROM_API + HTTP)))
        .containsExactly("spec.ingress[1].toPorts[0]");
    assertThat(pointless(ingress(FROM_API + HTTP, FROM_API)))
        .containsExactly("spec.ingress[0].toPorts[0]");
    assertThat(pointless(ingress(FROM_API + HTTP, "- fromEndpoints: [{}]\n"))).hasSize(1);
    assertThat(pointless(ingress(FROM_API + HTTP, "- fromEntities: [cluster]\n"))).hasSize(1);
    assertThat(pointless(ingress(FROM_API + HTTP), ingress(FROM_API))).hasSize(1);
  }

  @Test
  void otherPeersOtherPortsAndOtherPodsLiftNothing() {
    assertThat(pointless(ingress(FROM_API + HTTP, FROM_API.replace("api", "db")))).isEmpty();
    assertThat(pointless(ingress(FROM_API + HTTP, FROM_API.replace("80", "81")))).isEmpty();
    assertThat(pointless(ingress(FROM_API + HTTP, FROM_API.replace("TCP", "UDP")))).isEmpty();
    assertThat(
            pointless(ingress(FROM_API + HTTP), ingress(FROM_API).replace("app: web", "app: db")))
        .isEmpty();
    assertThat(pointless(ingress(FROM_API + HTTP), ingress("- fromCIDR: [0.0.0.0/0]\n"))).isEmpty();
  }

  @Test
  void aListThatShowsTrafficIsThereToBeSeen() {
    assertThat(pointless(ingress(FROM_API, FROM_API + "    rules: {http: [{}]}\n"))).isEmpty();
  }

  @Test
  void anAllowUnderADenyIsPointless() {
    String deny = "ingressDeny:\n- fromEndpoints: [{}]\n";
    assertThat(pointless(ingress(FROM_API) + deny)).containsExactly("spec.ingress[0].toPorts[0]");
    assertThat(pointless(ingress(FROM_API), SELECT + deny)).hasSize(1);
    assertThat(pointless(ingress("- fromEndpoints: [{}]\n"), SELECT + "ingressDeny:\n" + FROM_API))
        .isEmpty();
  }

  @Test
  void ofTwoRulesThatSayTheSameTheLaterIsTold() {
    assertThat(pointless(ingress(FROM_API, FROM_API)))
        .containsExactly("spec.ingress[1].toPorts[0]");
    String deny = "ingressDeny:\n- fromEndpoints: [{}]\n";
    assertThat(pointless(SELECT + deny, SELECT + deny)).containsExactly("spec.ingressDeny[0]");
  }

  @Test
  void aRuleWithinAWiderOneIsPointless() {
    String wide = FROM_API.replace("port: \"80\"", "port: \"1\", endPort: 100");
    assertThat(pointless(ingress(FROM_API, wide))).containsExactly("spec.ingress[0].toPorts[0]");
    assertThat(pointless(ingress("- fromCIDR: [10.1.0.0/16]\n- fromCIDR: [10.0.0.0/8]\n")))
        .containsExactly("spec.ingress[0]");
    assertThat(
            pointless(
                ingress(
                    "- fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]\n"
                        + "- fromCIDR: [10.1.0.0/16]\n")))
        .isEmpty();
    assertThat(pointless(ingress(FROM_API, FROM_API + HTTP.replace("method: POST, path: /a", ""))))
        .isEmpty();
  }

  @Test
  void httpRulesWithinOneListAreCompared() {
    String list = "    rules: {http: [%s]}\n";
    assertThat(
            pointless(ingress(FROM_API + list.formatted("{method: PUT, path: /a}, {method: PUT}"))))
        .containsExactly("spec.ingress[0].toPorts[0].rules.http[0]");
    assertThat(pointless(ingress(FROM_API + list.formatted("{method: PUT}, {path: '/a.*'}"))))
        .isEmpty();
  }

  @Test
  void namesTheOtherRuleWithItsPolicyAndLine() {
    Cluster cluster =
        Linted.shop()
            .policy(Linted.policy("narrow", ingress(FROM_API + HTTP)))
            .policy(Linted.policy("wide", ingress(FROM_API)));
    Stream<String> messages = Linted.problems(cluster).stream().map(Problem::message);

    assertThat(messages)
        .anySatisfy(
            m ->
                assertThat(m)
                    .contains("shop/wide spec.ingress[0].toPorts[0], policy.yaml:")
                    .startsWith("its HTTP rules are lifted"));
  }

  @Test
  void anOrdinaryTutorialHasNone() {
    assertThat(pointless(ingress(FROM_API + HTTP), ingress(FROM_API.replace("api", "db"))))
        .isEmpty();
  }
}
