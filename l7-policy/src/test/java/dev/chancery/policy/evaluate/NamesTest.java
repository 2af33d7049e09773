package dev.chancery.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Decision.Level;
import dev.chancery.policy.resolve.Cluster;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What L3 and L4 rules on the same port do to DNS rules: not what they do to HTTP rules. */
class NamesTest {
  private static final String DNS_RULES =
      """
      - toEndpoints: [{matchLabels: {app: dns}}]
        toPorts:
        - ports: [{port: "53", protocol: ANY}]
          rules: {dns: [{matchName: a.test}, {matchPattern: "*.b.test"}]}
      """;

  private final Cluster cluster =
      new Cluster()
          .pod("default/client", "127.20.0.5", Map.of("app", "client"))
          .pod("default/dns", "127.20.0.6", Map.of("app", "dns"));

  private Decision ask(String name, Protocol protocol, int port, String... egress) {
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: names}
        spec:
          endpointSelector: {matchLabels: {app: client}}
          egress:
        """
            + String.join("", egress).indent(2));
    return Evaluator.decide(
        cluster.direction(Direction.EGRESS, "default/client"),
        new Request(
            cluster.identity("default/dns"), protocol, port, Optional.empty(), Optional.of(name)));
  }

  private Decision ask(String name, String... egress) {
    return ask(name, Protocol.UDP, 53, egress);
  }

  @Test
  void ruleThatMatchesTheNameDecides() {
    Decision decision = ask("x.B.test.", DNS_RULES);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.redirected()).isTrue();
    assertThat(decision.level()).isEqualTo(Level.L7);
    assertThat(decision.decidedBy())
        .extracting(Provenance::path)
        .containsExactly("spec.egress[0].toPorts[0].rules.dns[1]");
  }

  @Test
  void nameThatNoRuleMatchesIsDenied() {
    Decision decision = ask("evil.test", DNS_RULES);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.level()).isEqualTo(Level.L7);
    assertThat(decision.decidedBy()).isEmpty();
    assertThat(ask("evil.test", Protocol.TCP, 53, DNS_RULES).allowed()).isFalse();
  }

  @Test
  void plainAllowOfTheSamePortLiftsTheNames() {
    Decision decision =
        ask("evil.test", DNS_RULES, "- toPorts: [{ports: [{port: \"53\", protocol: UDP}]}]\n");

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.redirected()).isTrue();
    assertThat(decision.level()).isEqualTo(Level.L4);
  }

  @Test
  void plainAllowOfTheOtherProtocolLiftsNothing() {
    String tcp = "- toPorts: [{ports: [{port: \"53\", protocol: TCP}]}]\n";

    assertThat(ask("evil.test", DNS_RULES, tcp).allowed()).isFalse();
  }

  @Test
  void plainAllowsOfEveryPortAndOfRangesLiftNothing() {
    String everyPort = "- toEndpoints: [{matchLabels: {app: dns}}]\n";
    String portZero = "- toPorts: [{ports: [{port: \"0\", protocol: UDP}]}]\n";
    String range = "- toPorts: [{ports: [{port: \"50\", endPort: 60, protocol: UDP}]}]\n";

    assertThat(ask("evil.test", DNS_RULES, everyPort).allowed()).isFalse();
    assertThat(ask("evil.test", DNS_RULES, portZero).allowed()).isFalse();
    assertThat(ask("evil.test", DNS_RULES, range).allowed()).isFalse();
  }

  @Test
  void denyStandsAgainstEveryName() {
    assertThat(
            ask("a.test", DNS_RULES, "egressDeny:\n- toEndpoints: [{matchLabels: {app: dns}}]\n")
                .allowed())
        .isFalse();
  }

  @Test
  void portWithoutDnsRulesIsAskedNoNames() {
    Decision decision = ask("evil.test", "- toPorts: [{ports: [{port: \"53\", protocol: UDP}]}]\n");

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.redirected()).isFalse();
  }

  @Test
  void whatIsNoQueryIsDecidedByPeerAndPort() {
    cluster.policy(
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: names}
        spec:
          endpointSelector: {matchLabels: {app: client}}
          egress:
        """
            + DNS_RULES.indent(2));

    assertThat(cluster.egress("default/client", "default/dns", 53).allowed()).isTrue();
    assertThat(cluster.egress("default/client", "default/dns", 53).redirected()).isTrue();
  }
}
