package dev.chancery.envoy.cilium.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.api.cilium.TLSContext;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SnapshotCheckTest {
  /** A policy that the proxy refuses, and the words of the reason. */
  record Refused(NetworkPolicy policy, String reason) {}

  static final List<Refused> REFUSED =
      List.of(
          new Refused(policy(7), "endpoint_ips: 0"),
          new Refused(policy(7, "10.0.0.1", "10.0.0.2", "10.0.0.3"), "endpoint_ips: 3"),
          new Refused(policy(7, "10.0.0.1/32"), "canonical"),
          new Refused(policy(7, "2001:DB8::1"), "canonical"),
          new Refused(policy(7, "2001:db8:0::1"), "canonical"),
          new Refused(policy(7, "010.0.0.1"), "canonical"),
          new Refused(policy(7, "fe80::1%eth0"), "canonical"),
          new Refused(policy(0, "10.0.0.1"), "endpoint_id: 0"),
          new Refused(ports(port(70000, 0)), "egress_per_port_policies[0].port: 70000"),
          new Refused(ports(port(80, 0), port(90, 89)), "[1].end_port: 89"),
          new Refused(ports(port(0, 80)), "[0].end_port: 80"),
          new Refused(ports(port(80, 70000)), "[0].end_port: 70000"),
          new Refused(rule(PortNetworkPolicyRule.newBuilder().setProxyId(65536)), "proxy_id"),
          new Refused(
              rule(PortNetworkPolicyRule.newBuilder().addServerNames("a.b.")),
              "rules[0].server_names[0]: a.b."),
          new Refused(
              rule(PortNetworkPolicyRule.newBuilder().addServerNames("a").addServerNames("***.b")),
              "server_names[1]"),
          new Refused(
              rule(
                  PortNetworkPolicyRule.newBuilder()
                      .setDownstreamTlsContext(TLSContext.getDefaultInstance())),
              "no certificate"),
          new Refused(
              rule(
                  PortNetworkPolicyRule.newBuilder()
                      .setUpstreamTlsContext(TLSContext.getDefaultInstance())),
              "nobody is trusted"),
          new Refused(
              rule(
                  PortNetworkPolicyRule.newBuilder()
                      .setUpstreamTlsContext(
                          TLSContext.newBuilder()
                              .setValidationContextSdsSecret("n/s")
                              .addServerNames("a")
                              .addServerNames("b"))),
              "more than one server name"),
          new Refused(http(), "http_rules: none"),
          new Refused(http(regex(":path", "/items/(")), "no RE2 pattern"),
          new Refused(http(regex(":path", "(?=a)")), "no RE2 pattern"),
          new Refused(http(regex(":path", "")), "an empty pattern"),
          new Refused(http(regex("", "a")), "no name of a header"),
          new Refused(http(regex("a b", "a")), "no name of a header"),
          new Refused(
              http(
                  HttpNetworkPolicyRule.newBuilder()
                      .addHeaderMatches(HeaderMatch.newBuilder().setValue("hidden"))
                      .build()),
              "header_matches: no name"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void saysWhatTheProxyWouldRefuse(Refused row) {
    assertThat(SnapshotCheck.policy(row.policy()))
        .hasValueSatisfying(
            unsound -> {
              assertThat(unsound.reason()).contains(row.reason()).doesNotContain("hidden");
              assertThat(unsound.name()).isEqualTo(String.valueOf(row.policy().getEndpointId()));
            });
  }

  @Test
  void takesWhatIsSound() {
    assertThat(
            List.of(
                policy(7, "10.0.0.1", "2001:db8::1"),
                ports(port(0, 0), port(80, 0), port(80, 90), port(1, 65535)),
                rule(
                    PortNetworkPolicyRule.newBuilder()
                        .addServerNames("*.a-b_c.d")
                        .addServerNames("**.a")
                        .addServerNames("a*b.c")
                        .setProxyId(65535)),
                http(regex(":path", "/a|b"), regex("x-token", ".*"))))
        .allMatch(p -> SnapshotCheck.policy(p).isEmpty());
  }

  private static NetworkPolicy policy(long id, String... addresses) {
    return NetworkPolicy.newBuilder()
        .setEndpointId(id)
        .addAllEndpointIps(List.of(addresses))
        .build();
  }

  private static NetworkPolicy ports(PortNetworkPolicy... ports) {
    return policy(7, "10.0.0.1").toBuilder().addAllEgressPerPortPolicies(List.of(ports)).build();
  }

  private static PortNetworkPolicy port(int first, int end) {
    return PortNetworkPolicy.newBuilder().setPort(first).setEndPort(end).build();
  }

  private static NetworkPolicy rule(PortNetworkPolicyRule.Builder rule) {
    return ports(port(80, 0).toBuilder().addRules(rule).build());
  }

  private static NetworkPolicy http(HttpNetworkPolicyRule... rules) {
    return rule(
        PortNetworkPolicyRule.newBuilder()
            .setHttpRules(HttpNetworkPolicyRules.newBuilder().addAllHttpRules(List.of(rules))));
  }

  private static HttpNetworkPolicyRule regex(String name, String pattern) {
    return HttpNetworkPolicyRule.newBuilder()
        .addHeaders(
            HeaderMatcher.newBuilder()
                .setName(name)
                .setStringMatch(
                    StringMatcher.newBuilder()
                        .setSafeRegex(RegexMatcher.newBuilder().setRegex(pattern))))
        .build();
  }
}
