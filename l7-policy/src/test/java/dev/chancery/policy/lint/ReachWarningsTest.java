package dev.chancery.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachWarningsTest {
  private static final String DNS =
      """
      - toEndpoints:
        - matchLabels: {k8s:io.kubernetes.pod.namespace: kube-system, k8s-app: kube-dns}
        toPorts:
        - ports: [{port: "53", protocol: ANY}]
      """;

  private static String egress(String elements) {
    return "endpointSelector: {matchLabels: {app: web}}\negress:\n" + elements;
  }

  private static List<String> cutsDns(String... specs) {
    Cluster cluster = Linted.shop();
    for (int i = 0; i < specs.length; i++) {
      cluster.policy(Linted.policy("p" + i, specs[i]));
    }
    return Linted.problems(cluster).stream()
        .filter(p -> p.code().equals("cuts-dns"))
        .map(p -> p.path() + " of " + cluster.world().policies().size())
        .toList();
  }

  @Test
  void saysThatKubeDnsIsCutWhereNothingOpensIt() {
    assertThat(cutsDns(egress("- toEndpoints: [{matchLabels: {app: api}}]\n"))).hasSize(1);
    assertThat(cutsDns(egress("- {}\n"))).hasSize(1);
    assertThat(cutsDns(egress("- toEndpoints: [{}]\n"))).hasSize(1);
    assertThat(cutsDns(egress("- toEntities: [world]\n"))).hasSize(1);
    assertThat(cutsDns(egress(DNS.replace("53", "5353")))).hasSize(1);
    assertThat(cutsDns(egress(DNS.replace("ANY", "TCP")))).hasSize(1);
    assertThat(cutsDns(egress(DNS.replace("k8s-app: kube-dns", "app: dns")))).hasSize(1);
    assertThat(cutsDns(egress(DNS.replace("kube-system", "shop")))).hasSize(1);
  }

  @Test
  void saysNothingWhereKubeDnsStaysOpen() {
    assertThat(cutsDns(egress(DNS))).isEmpty();
    assertThat(cutsDns(egress(DNS.replace("ANY", "UDP")))).isEmpty();
    assertThat(cutsDns(egress(DNS.replace("k8s-app: kube-dns", "app.kubernetes.io/name: coredns"))))
        .isEmpty();
    assertThat(cutsDns(egress("- toEntities: [cluster]\n"))).isEmpty();
    assertThat(cutsDns(egress("- toEntities: [all]\n"))).isEmpty();
    assertThat(cutsDns(egress("- toPorts: [{ports: [{port: \"53\", protocol: UDP}]}]\n")))
        .isEmpty();
    assertThat(
            cutsDns(
                egress("- toCIDR: [169.254.20.10/32]\n  toPorts: [{ports: [{port: \"53\"}]}]\n")))
        .isEmpty();
    assertThat(
            cutsDns(
                egress("- toEndpoints: [{matchLabels: {app: api}}]\n")
                    + "enableDefaultDeny: {egress: false}\n"))
        .isEmpty();
    assertThat(cutsDns("endpointSelector: {}\ningress:\n- {}\n")).isEmpty();
  }

  @Test
  void anotherPolicyOfTheSamePodsMayOpenKubeDns() {
    String web = egress("- toEndpoints: [{matchLabels: {app: api}}]\n");
    assertThat(cutsDns(web, "endpointSelector: {}\negress:\n" + DNS)).isEmpty();
    assertThat(cutsDns(web, egress(DNS).replace("app: web", "app: db"))).hasSize(1);
  }

  @Test
  void theFirstOfSeveralPoliciesThatCutIsTold() {
    String web = egress("- toEndpoints: [{matchLabels: {app: api}}]\n");
    assertThat(cutsDns(web, web)).hasSize(1);
  }

  @Test
  void aDenyRuleCutsKubeDnsToo() {
    assertThat(
            cutsDns(
                egress(DNS)
                    + "egressDeny:\n- toEntities: [cluster]\n"
                    + "  toPorts: [{ports: [{port: \"53\", protocol: UDP}]}]\n"))
        .hasSize(1);
  }

  private static List<String> nothing(String spec) {
    return Linted.paths(Linted.shop().policy(Linted.policy("p", spec)), "selects-nothing");
  }

  @Test
  void saysWhichSelectorSelectsNothing() {
    assertThat(nothing("endpointSelector: {matchLabels: {app: wep}}\ningress:\n- {}\n"))
        .containsExactly("spec.endpointSelector");
    assertThat(
            nothing(
                "endpointSelector: {}\ningress:\n- fromEndpoints:\n"
                    + "  - matchLabels: {app: web}\n  - matchLabels: {app: wep}\n"))
        .containsExactly("spec.ingress[0].fromEndpoints[1]");
    assertThat(
            nothing(
                "endpointSelector: {}\negress:\n- toEndpoints: [{matchLabels: {k8s-app: kube-dns}}]\n"))
        .containsExactly("spec.egress[0].toEndpoints[0]");
    assertThat(nothing("endpointSelector: {}\ningress:\n- fromEndpoints: [{}]\n")).isEmpty();
    assertThat(nothing("endpointSelector: {}\ningress:\n- fromEntities: [health]\n")).isEmpty();
    assertThat(nothing("endpointSelector: {}\ningress:\n- fromCIDR: [10.0.0.0/8]\n")).isEmpty();
  }

  @Test
  void whereNoPodsAreKnownNoSelectorIsSuspect() {
    Cluster empty =
        new Cluster()
            .policy(
                Linted.policy(
                    "p", "endpointSelector: {matchLabels: {app: wep}}\ningress:\n- {}\n"));
    assertThat(Linted.problems(empty)).isEmpty();
  }

  private static List<String> dotted(String key) {
    return Linted.paths(
        Linted.shop()
            .policy(
                Linted.policy(
                    "p",
                    "endpointSelector: {}\negress:\n- toEndpoints: [{matchLabels: {"
                        + key
                        + ": kube-system}}]\n")),
        "dotted-source");
  }

  @Test
  void saysThatADotStandsForAColon() {
    assertThat(dotted("k8s.io.kubernetes.pod.namespace"))
        .containsExactly("spec.egress[0].toEndpoints[0]");
    assertThat(dotted("any.app")).hasSize(1);
    assertThat(dotted("k8s.io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name")).hasSize(1);
    assertThat(dotted("k8s:io.kubernetes.pod.namespace")).isEmpty();
    assertThat(dotted("io.kubernetes.pod.namespace")).isEmpty();
    assertThat(dotted("k8s.io/cluster-name")).isEmpty();
    assertThat(dotted("k8s-app")).isEmpty();
  }

  @Test
  void anAuthorSilencesByAnnotation() {
    String policy =
        Linted.policy("p", egress("- toEndpoints: [{matchLabels: {app: wep}}]\n"))
            .replace(
                "namespace: shop}",
                "namespace: shop, annotations: {chancery.dev/silence: \"cuts-dns, pointless\"}}");

    assertThat(Linted.problems(Linted.shop().policy(policy)))
        .extracting(Problem::code)
        .containsExactly("selects-nothing");
  }
}
