package dev.chancery.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameWarningsTest {
  private static final String SUBJECT = "endpointSelector: {matchLabels: {app: web}}\n";
  private static final String DNS =
      """
      - toEndpoints:
        - matchLabels: {k8s:io.kubernetes.pod.namespace: kube-system, k8s-app: kube-dns}
        toPorts:
        - ports: [{port: "53", protocol: ANY}]
          rules: {dns: [%s]}
      """;

  private static String egress(String... elements) {
    return SUBJECT + "egress:\n" + String.join("", elements);
  }

  private static List<String> warnings(String code, String... specs) {
    Cluster cluster = Linted.shop();
    for (int i = 0; i < specs.length; i++) {
      cluster.policy(Linted.policy("p" + i, specs[i]));
    }
    return Linted.paths(cluster, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          matchName: api.github.com      | matchName: api.github.com       | true
          matchName: api.github.com      | matchPattern: '*'               | true
          matchName: api.github.com      | matchPattern: '*.github.com'    | true
          matchPattern: '*.github.com'   | matchPattern: '*.github.com'    | true
          matchPattern: '*.github.com'   | matchPattern: '**.github.com'   | true
          matchPattern: 'a*.github.com'  | matchPattern: '*.github.com'    | true
          matchPattern: '*'              | matchPattern: '*'               | true
          matchName: github.com          | matchPattern: '*.github.com'    | false
          matchName: api.github.com      | matchName: github.com           | false
          matchPattern: '*.github.com'   | matchName: api.github.com       | false
          matchPattern: '**.github.com'  | matchPattern: '*.github.com'    | false
          matchPattern: '*'              | matchPattern: '*.github.com'    | false
          """)
  void namesNeedADnsRuleThatLetsThemBeAsked(String name, String rule, boolean covered) {
    String fqdns = "- toFQDNs: [{%s}]\n".formatted(name);
    String dns = DNS.formatted("{" + rule + "}");

    assertThat(warnings("fqdn-without-dns", egress(fqdns, dns)))
        .isEqualTo(covered ? List.of() : List.of("spec.egress[0].toFQDNs"));
  }

  @Test
  void theDnsRuleMayStandInAnotherPolicyOfTheSamePodsOnly() {
    String fqdns = egress("- toFQDNs: [{matchName: api.github.com}]\n");
    String dns = egress(DNS.formatted("{matchPattern: '*'}"));

    assertThat(warnings("fqdn-without-dns", fqdns)).hasSize(1);
    assertThat(warnings("fqdn-without-dns", fqdns, dns)).isEmpty();
    assertThat(warnings("fqdn-without-dns", fqdns, dns.replace(SUBJECT, "endpointSelector: {}\n")))
        .isEmpty();
    assertThat(warnings("fqdn-without-dns", fqdns, dns.replace("app: web", "app: db"))).hasSize(1);
    assertThat(warnings("fqdn-without-dns", fqdns.replace(SUBJECT, "endpointSelector: {}\n"), dns))
        .hasSize(1);
  }

  @Test
  void aPolicyThatBindsNobodyYetIsJudgedByWhomItMayBind() {
    String fqdns = egress("- toFQDNs: [{matchName: api.github.com}]\n").replace("web", "later");
    String dns = egress(DNS.formatted("{matchPattern: '*'}"));

    assertThat(warnings("fqdn-without-dns", fqdns, dns)).hasSize(1);
    assertThat(warnings("fqdn-without-dns", fqdns, dns.replace(SUBJECT, "endpointSelector: {}\n")))
        .isEmpty();
  }

  @Test
  void namesTheNames() {
    Cluster cluster =
        Linted.shop()
            .policy(
                Linted.policy(
                    "p", egress("- toFQDNs: [{matchName: a.b}, {matchPattern: '*.c'}]\n")));

    assertThat(Linted.problems(cluster))
        .filteredOn(p -> p.code().equals("fqdn-without-dns"))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("ask for a.b, *.c,");
  }

  @ParameterizedTest
  @CsvSource({
    "*.svc.cluster.local, true",
    "*.svc.cluster.local., true",
    "*.cluster.local, true",
    "*.*.svc.cluster.local, false",
    "**.svc.cluster.local, false",
    "*.shop.svc.cluster.local, false",
    "*.example.com, false",
    "*, false"
  })
  void aStarIsOneLabelOfAServicesName(String pattern, boolean surprises) {
    String spec = egress(DNS.formatted("{matchPattern: '" + pattern + "'}"));

    assertThat(warnings("dns-label", spec))
        .isEqualTo(
            surprises ? List.of("spec.egress[0].toPorts[0].rules.dns[0].matchPattern") : List.of());
  }

  @Test
  void aStarIsOneLabelInToFqdnsToo() {
    assertThat(
            warnings("dns-label", egress("- toFQDNs: [{matchPattern: '*.svc.cluster.local'}]\n")))
        .containsExactly("spec.egress[0].toFQDNs[0].matchPattern");
  }

  @Test
  void aPlainAllowOfTheSameServerLiftsADnsList() {
    String list = DNS.formatted("{matchName: github.com}");
    String plain = list.substring(0, list.indexOf("    rules"));

    assertThat(warnings("pointless", egress(list, plain)))
        .containsExactly("spec.egress[0].toPorts[0]");
    assertThat(warnings("pointless", egress(list, "- toEntities: [all]\n"))).isEmpty();
    assertThat(warnings("pointless", egress(DNS.formatted("{matchPattern: '*'}"), plain)))
        .isEmpty();
  }

  @Test
  void aGroupThatIsNotThereIsNamed() {
    assertThat(
            warnings(
                "unknown-group", SUBJECT + "ingress:\n- fromCIDRSet: [{cidrGroupRef: offices}]\n"))
        .containsExactly("spec.ingress[0].fromCIDRSet[0]");
  }
}
