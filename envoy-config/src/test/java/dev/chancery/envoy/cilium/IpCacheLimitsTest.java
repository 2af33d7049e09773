package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.parse.PolicyParser;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IpCacheLimitsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ingress: [{fromCIDR: [10.0.0.0/8]}] | fromCIDR",
        "ingress: [{fromCIDR: [0.0.0.0/0]}] | fromCIDR",
        "egress: [{toCIDRSet: [{cidr: 10.0.0.0/8}]}] | toCIDR",
        "egress: [{toCIDRSet: [{cidrGroupRef: g}]}] | toCIDR",
        "egressDeny: [{toCIDR: [10.0.0.0/8]}] | toCIDR",
        "egress: [{toServices: [{k8sService: {serviceName: s, namespace: n}}]}] | toServices",
        "ingressDeny: [{fromEntities: [world]}] | fromEntities",
        "ingressDeny: [{fromEndpoints: [{matchLabels: {'reserved:world': ''}}]}] | fromEndpoints",
        "ingressDeny: [{fromEndpoints: [{matchExpressions:"
            + " [{key: 'reserved:host', operator: DoesNotExist}]}]}] | fromEndpoints",
      })
  void refusesWhatWouldTakeANumberThatIsNotKnown(String rules, String field) {
    assertThat(problems(rules))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.path()).endsWith("." + field);
              assertThat(problem.message()).startsWith("not enforceable by cilium-envoy with");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ingress: [{fromEndpoints: [{matchLabels: {app: b}}]}] | 0",
        "ingress: [{fromEndpoints: [{}]}] | 0",
        "ingressDeny: [{fromEndpoints: [{matchLabels: {app: b}}]}] | 0",
        "ingressDeny: [{fromEndpoints: [{}]}] | 0",
        "ingressDeny: [{fromEndpoints: [{matchExpressions:"
            + " [{key: app, operator: NotIn, values: [b]}]}]}] | 0",
        "ingressDeny: [{fromEntities: [all]}] | 0",
        "ingressDeny: [{fromEntities: [host]}] | 0",
        "ingressDeny: [{}] | 0",
        "egress: [{toFQDNs: [{matchName: a.example}]}] | 0",
        "egress: [{toEntities: [world]}] | 1",
        "ingress: [{fromEntities: [all]}] | 0",
      })
  void takesWhatIsNeverWider(String rules, int warnings) {
    assertThat(problems(rules)).hasSize(warnings).noneMatch(Problem::isError);
  }

  private static List<Problem> problems(String rules) {
    String text =
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: p}
        spec:
          endpointSelector: {}
          %s
        """
            .formatted(rules);
    var parsed =
        new PolicyParser("default").parse(new ManifestDocument("a.yaml", 1, text)).orElseThrow();
    assertThat(parsed.problems()).noneMatch(Problem::isError);
    return IpCacheLimits.of(parsed.policy().orElseThrow());
  }
}
