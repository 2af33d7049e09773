package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Feature;
import dev.chancery.policy.model.Features;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class CiliumLimitsTest {
  private static final String EGRESS = "endpointSelector: {}, egress: [{%s}]";
  private static final String TO_PORTS =
      EGRESS.formatted("toPorts: [{ports: [{port: '443', protocol: TCP}], %s}]");
  private static final String RULES = TO_PORTS.formatted("rules: {%s}");
  private static final String PATTERN = TO_PORTS.formatted("serverNames: [a.b, '*.c.d']");

  /** The rule, where it is refused, and words of the reason. */
  static final List<List<String>> REFUSED =
      List.of(
          List.of("nodeSelector: {}, ingress: [{}]", "spec.nodeSelector", "node itself"),
          List.of(EGRESS.formatted("toGroups: [{}]"), "spec.egress[0].toGroups", "cloud"),
          List.of(
              "endpointSelector: {}, ingressDeny: [{fromEntities: [cluster]}]",
              "spec.ingressDeny[0].fromEntities",
              "addresses of nodes"),
          List.of(
              EGRESS.formatted("authentication: {mode: required}"),
              "spec.egress[0].authentication",
              "not authenticated"),
          List.of(
              TO_PORTS.formatted("listener: {envoyConfig: {name: c}, name: l}"),
              "spec.egress[0].toPorts[0].listener",
              "CiliumEnvoyConfig"),
          List.of(
              RULES.formatted("dns: [{matchName: a.b}]"),
              "spec.egress[0].toPorts[0].rules.dns",
              "DNS proxy"),
          List.of(
              RULES.formatted("kafka: [{}]"), "spec.egress[0].toPorts[0].rules.kafka", "proxylib"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void refusesWhatItDoesNotEnforce(List<String> row) {
    List<Problem> problems = CiliumLimits.of(Policies.cilium(row.get(0)), CiliumOptions.DEFAULTS);

    assertThat(problems)
        .extracting(Problem::isError, Problem::code, Problem::path, p -> p.location().line())
        .containsExactly(tuple(true, "not-enforceable", row.get(1), 4));
    assertThat(problems.get(0).message())
        .startsWith("not enforceable by cilium-envoy: ")
        .contains(row.get(2));
  }

  /** What the stock Envoy refuses and cilium-envoy enforces, and what is taken with a warning. */
  static final List<List<String>> TAKEN =
      List.of(
          List.of(TO_PORTS.formatted("serverNames: [a.b]"), ""),
          List.of(PATTERN, ""),
          List.of(TO_PORTS.formatted("terminatingTLS: {secret: {namespace: n, name: s}}"), ""),
          List.of(TO_PORTS.formatted("originatingTLS: {secret: {namespace: n, name: s}}"), ""),
          List.of(RULES.formatted("http: [{headerMatches: [{name: a, mismatch: LOG}]}]"), ""),
          List.of(RULES.formatted("http: [{headerMatches: [{name: a, secret: {name: s}}]}]"), ""),
          List.of(EGRESS.formatted("toFQDNs: [{matchName: a.b}]"), "names-not-learnt"),
          List.of(EGRESS.formatted("toEntities: [kube-apiserver]"), "peers-not-known"),
          List.of(RULES.formatted("dns: [{matchPattern: '*'}]"), "dns-not-enforced"),
          List.of("endpointSelector: {}, ingress: [{}], log: {value: a}", "log-not-shown"));

  @ParameterizedTest
  @FieldSource("TAKEN")
  void takesTheRest(List<String> row) {
    assertThat(CiliumLimits.of(Policies.cilium(row.get(0)), CiliumOptions.DEFAULTS))
        .allMatch(p -> !p.isError())
        .extracting(Problem::code)
        .isEqualTo(row.get(1).isEmpty() ? List.of() : List.of(row.get(1)));
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void everyFeatureHasARow(Feature feature) {
    assertThat(
            Stream.of(REFUSED, TAKEN)
                .flatMap(List::stream)
                .flatMap(r -> Features.of(Policies.cilium(r.get(0))).stream()))
        .extracting(Feature.Use::feature)
        .contains(feature);
  }

  @ParameterizedTest
  @EnumSource(ProxyRelease.class)
  void refusesPatternsOfServerNamesWhereTheyWouldBeComparedAsTheyStand(ProxyRelease release) {
    CiliumOptions options = Releases.of(release, IdentitySource.NPHDS);

    assertThat(CiliumLimits.of(Policies.cilium(PATTERN), options))
        .extracting(Problem::message)
        .isEqualTo(
            release == ProxyRelease.V1_17
                ? List.of(
                    "not enforceable by cilium-envoy: a proxy of Cilium 1.17 compares server names"
                        + " as they stand")
                : List.of());
  }

  @Test
  void saysEachReasonOnceAndNoWarning() {
    var policy =
        Policies.cilium(
            "endpointSelector: {}, egress: [{toGroups: [{}]}, {toGroups: [{}]}, {toFQDNs:"
                + " [{matchName: a}]}]");

    assertThat(CiliumLimits.of(CiliumOptions.DEFAULTS).refusals(policy)).hasSize(1);
  }
}
