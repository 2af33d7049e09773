package dev.chancery.envoy.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Feature;
import dev.chancery.policy.model.Features;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class StockLimitsTest {
  private static final String TCP = "ports: [{port: '443', protocol: TCP}]";
  private static final String EGRESS = "endpointSelector: {}, egress: [{%s}]";
  private static final String TO_PORTS = EGRESS.formatted("toPorts: [{" + TCP + ", %s}]");
  private static final String RULES = TO_PORTS.formatted("rules: {%s}");

  /** The only rule of a cluster-wide policy, and the path at which it is refused. */
  static final List<List<String>> REFUSED =
      List.of(
          List.of("nodeSelector: {}, ingress: [{}]", "spec.nodeSelector"),
          List.of(EGRESS.formatted("toGroups: [{}]"), "spec.egress[0].toGroups"),
          List.of(
              "endpointSelector: {}, ingressDeny: [{fromGroups: [{}]}]",
              "spec.ingressDeny[0].fromGroups"),
          List.of(
              "endpointSelector: {}, egressDeny: [{toEntities: [world, kube-apiserver]}]",
              "spec.egressDeny[0].toEntities"),
          List.of(
              "endpointSelector: {}, ingressDeny: [{fromEntities: [cluster]}]",
              "spec.ingressDeny[0].fromEntities"),
          List.of(
              EGRESS.formatted("authentication: {mode: required}"),
              "spec.egress[0].authentication"),
          List.of(
              EGRESS.formatted("authentication: {mode: test-always-fail}"),
              "spec.egress[0].authentication"),
          List.of(
              TO_PORTS.formatted("serverNames: [a.b]"), "spec.egress[0].toPorts[0].serverNames"),
          List.of(
              TO_PORTS.formatted("serverNames: [a.b, '*.c']"),
              "spec.egress[0].toPorts[0].serverNames"),
          List.of(
              TO_PORTS.formatted("terminatingTLS: {secret: {name: s}}"),
              "spec.egress[0].toPorts[0].terminatingTLS"),
          List.of(
              TO_PORTS.formatted("originatingTLS: {secret: {name: s}}"),
              "spec.egress[0].toPorts[0].originatingTLS"),
          List.of(
              TO_PORTS.formatted("listener: {envoyConfig: {name: c}, name: l}"),
              "spec.egress[0].toPorts[0].listener"),
          List.of(
              RULES.formatted("http: [{}, {headerMatches: [{name: a, mismatch: LOG}]}]"),
              "spec.egress[0].toPorts[0].rules.http[1].headerMatches"),
          List.of(
              RULES.formatted("http: [{headerMatches: [{name: a, secret: {name: s}}]}]"),
              "spec.egress[0].toPorts[0].rules.http[0].headerMatches"),
          List.of(
              RULES.formatted("dns: [{matchName: a.b}, {matchPattern: '*.c'}]"),
              "spec.egress[0].toPorts[0].rules.dns"),
          List.of(RULES.formatted("kafka: [{}]"), "spec.egress[0].toPorts[0].rules.kafka"),
          List.of(
              RULES.formatted("l7proto: x, l7: [{a: b}]"),
              "spec.egress[0].toPorts[0].rules.l7proto"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void refusesWhatItDoesNotEnforce(List<String> row) {
    assertThat(StockLimits.of(policy(row.get(0))))
        .extracting(Problem::isError, Problem::code, Problem::path, p -> p.location().line())
        .containsExactly(tuple(true, "not-enforceable", row.get(1), 4));
  }

  /** A rule that is enforced in full, or lets less pass than it says, and its warning. */
  static final List<List<String>> TAKEN =
      List.of(
          List.of(EGRESS.formatted("toEndpoints: [{}], authentication: {mode: disabled}"), ""),
          List.of(EGRESS.formatted("toServices: [{}]"), ""),
          List.of(EGRESS.formatted("toCIDRSet: [{cidrGroupRef: g}]"), ""),
          List.of(RULES.formatted("http: [{headerMatches: [{name: a, value: b}]}]"), ""),
          List.of(RULES.formatted("l7proto: x"), ""),
          List.of(EGRESS.formatted("toFQDNs: [{matchName: a.b}]"), "names-not-learnt"),
          List.of(EGRESS.formatted("toEntities: [kube-apiserver]"), "peers-not-known"),
          List.of(EGRESS.formatted("toEntities: [cluster, world, host]"), ""),
          List.of(
              EGRESS.formatted("toEndpoints: [{matchLabels: {'reserved:health': ''}}]"),
              "peers-not-known"),
          List.of(
              RULES.formatted("dns: [{matchName: a}, {matchPattern: '*'}]"), "dns-not-enforced"),
          List.of("endpointSelector: {}, ingress: [{}], log: {value: a}", "log-not-shown"));

  @ParameterizedTest
  @FieldSource("TAKEN")
  void takesTheRest(List<String> row) {
    assertThat(StockLimits.of(policy(row.get(0))))
        .allMatch(p -> !p.isError())
        .extracting(Problem::code)
        .isEqualTo(row.get(1).isEmpty() ? List.of() : List.of(row.get(1)));
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void everyFeatureHasARow(Feature feature) {
    var rows = List.of(REFUSED, TAKEN).stream().flatMap(List::stream);

    assertThat(rows.flatMap(r -> Features.of(policy(r.get(0))).stream()))
        .extracting(Feature.Use::feature)
        .contains(feature);
  }

  @Test
  void everyUseIsSaidOnce() {
    Policy policy = policy(EGRESS.formatted("toFQDNs: [{matchName: a}, {matchPattern: '*.b'}]"));

    assertThat(StockLimits.of(policy)).hasSize(1);
  }

  private static Policy policy(String rule) {
    var parsed =
        new PolicyParser("default")
            .parse(
                "p.yaml",
                "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name:"
                    + " p}\nspec: {"
                    + rule
                    + "}\n")
            .get(0);
    assertThat(parsed.errors()).isEmpty();
    return parsed.policy().orElseThrow();
  }
}
