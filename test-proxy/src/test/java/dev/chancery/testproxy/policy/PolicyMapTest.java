package dev.chancery.testproxy.policy;

import static dev.chancery.testproxy.Policies.allow;
import static dev.chancery.testproxy.Policies.deny;
import static dev.chancery.testproxy.Policies.http;
import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.peers;
import static dev.chancery.testproxy.Policies.port;
import static dev.chancery.testproxy.Policies.range;
import static dev.chancery.testproxy.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sentences of §3.2 on connections and requests, one test each. */
class PolicyMapTest {
  private static final String POD = "10.0.0.1";

  private static PolicyMap map(ProxyGeneration generation, PortNetworkPolicy... ports)
      throws Rejected {
    return PolicyMap.of(generation, List.of(ingress(7, POD, ports)));
  }

  private static boolean connects(PolicyMap map, int port, long remote) {
    return map.connection(Connection.plain(POD, true, port, remote, 10001)).allowed();
  }

  private static boolean passes(PolicyMap map, int port, long remote, String method, String path) {
    return map.request(
            Connection.plain(POD, true, port, remote, 10001), HttpCall.of(method, "pod", path))
        .allowed();
  }

  @ParameterizedTest
  @EnumSource
  void deniesWithoutPolicyEntryOrMatch(ProxyGeneration generation) throws Rejected {
    assertThat(connects(PolicyMap.none(generation), 80, 5)).isFalse();
    assertThat(passes(PolicyMap.none(generation), 80, 5, "GET", "/")).isFalse();
    PolicyMap map = map(generation, port(80, allow(5)));
    assertThat(connects(map, 80, 5)).isTrue();
    assertThat(connects(map, 81, 5)).isFalse();
    assertThat(connects(map, 80, 6)).isFalse();
    assertThat(map.connection(Connection.plain(POD, false, 80, 5, 0)).allowed()).isFalse();
    assertThat(map.connection(Connection.plain("10.0.0.2", true, 80, 5, 0)).allowed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEntryWithoutRulesAllowsEverything(ProxyGeneration generation) throws Rejected {
    assertThat(connects(map(generation, port(80)), 80, 99)).isTrue();
    assertThat(connects(map(generation, port(0)), 12345, 99)).isTrue();
  }

  @Test
  void aRuleWithoutPeersMeansEveryPeer() throws Rejected {
    assertThat(connects(map(ProxyGeneration.V1_35, port(80, allow())), 80, 99)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aDenyWinsOverAnAllowOfItsPrecedence(ProxyGeneration generation) throws Rejected {
    PolicyMap map = map(generation, port(80, allow(), deny(6)));
    assertThat(connects(map, 80, 5)).isTrue();
    assertThat(connects(map, 80, 6)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"V1_31, false", "V1_32, false", "V1_33, true", "V1_35, true", "V1_36, true"})
  void aHigherPrecedenceWinsOverALowerDenyFrom133(ProxyGeneration generation, boolean allowed)
      throws Rejected {
    PolicyMap map = map(generation, port(80, peers(5).setPrecedence(9).build(), deny(5)));
    assertThat(connects(map, 80, 5)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"V1_33, false", "V1_35, false", "V1_36, true", "V1_37, true"})
  void precedenceCountsAcrossPortZeroFrom136(ProxyGeneration generation, boolean allowed)
      throws Rejected {
    PolicyMap map = map(generation, port(80, peers(5).setPrecedence(9).build()), port(0, deny(5)));
    assertThat(connects(map, 80, 5)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @EnumSource
  void portZeroAllowsBesideThePort(ProxyGeneration generation) throws Rejected {
    PolicyMap map = map(generation, port(80, allow(5)), port(0, allow(6)));
    assertThat(connects(map, 80, 5)).isTrue();
    assertThat(connects(map, 80, 6)).isTrue();
    assertThat(connects(map, 81, 5)).isFalse();
    assertThat(connects(map, 81, 6)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void overlappingRangesAreMerged(ProxyGeneration generation) throws Rejected {
    PolicyMap map =
        map(generation, range(80, 90, allow(5)), range(85, 95, allow(6)), port(87, deny(5)));
    assertThat(connects(map, 80, 5)).isTrue();
    assertThat(connects(map, 80, 6)).isFalse();
    assertThat(connects(map, 85, 5)).isTrue();
    assertThat(connects(map, 85, 6)).isTrue();
    assertThat(connects(map, 87, 5)).isFalse();
    assertThat(connects(map, 87, 6)).isTrue();
    assertThat(connects(map, 95, 5)).isFalse();
    assertThat(connects(map, 95, 6)).isTrue();
    assertThat(connects(map, 96, 6)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"V1_32, false", "V1_33, true", "V1_36, true"})
  void anEntryWithoutRulesSurvivesMergingFrom133(ProxyGeneration generation, boolean allowed)
      throws Rejected {
    assertThat(connects(map(generation, range(80, 90), port(80, allow(5))), 80, 6))
        .isEqualTo(allowed);
  }

  @Test
  void theLastPortIsAPort() throws Rejected {
    PolicyMap map = map(ProxyGeneration.V1_35, range(65000, 65535, allow(5)));
    assertThat(connects(map, 65535, 5)).isTrue();
    assertThat(connects(map, 64999, 5)).isFalse();
  }

  @Test
  void entriesOfUdpAreOverlooked() throws Rejected {
    PortNetworkPolicy udp = port(80).toBuilder().setProtocol(SocketAddress.Protocol.UDP).build();
    assertThat(connects(map(ProxyGeneration.V1_35, udp), 80, 5)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"V1_32, 10002, true", "V1_33, 10002, false", "V1_33, 10001, true", "V1_36, 0, true"})
  void aRuleOfOneListenerHoldsThereFrom133(ProxyGeneration generation, int proxyId, boolean allowed)
      throws Rejected {
    PolicyMap map = map(generation, port(80, peers(5).setProxyId(proxyId).build()));
    assertThat(connects(map, 80, 5)).isEqualTo(allowed);
  }

  @Test
  void httpRulesAreAlternativesOfConjunctions() throws Rejected {
    PortNetworkPolicyRule rule =
        peers(5).setHttpRules(http(request("GET", "/a"), request("POST", "/b/.*"))).build();
    PolicyMap map = map(ProxyGeneration.V1_35, port(80, rule));
    assertThat(connects(map, 80, 5)).isTrue();
    assertThat(passes(map, 80, 5, "GET", "/a")).isTrue();
    assertThat(passes(map, 80, 5, "GET", "/a?x=1")).isFalse();
    assertThat(passes(map, 80, 5, "POST", "/a")).isFalse();
    assertThat(passes(map, 80, 5, "POST", "/b/c")).isTrue();
    assertThat(passes(map, 80, 6, "GET", "/a")).isFalse();
  }

  @Test
  void requestsOfAPortWithoutHttpRulesPass() throws Rejected {
    PolicyMap map = map(ProxyGeneration.V1_35, port(80, allow(5)));
    assertThat(passes(map, 80, 6, "GET", "/")).isTrue();
    assertThat(connects(map, 80, 6)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aRuleOfThePeerWithoutHttpRulesAllowsEveryRequest(ProxyGeneration generation)
      throws Rejected {
    PortNetworkPolicyRule limited = peers(5).setHttpRules(http(request("GET", "/a"))).build();
    PolicyMap map = map(generation, port(80, limited, allow(5)));
    assertThat(passes(map, 80, 5, "PUT", "/z")).isTrue();
    PolicyMap wildcard = map(generation, port(80, limited), port(0, allow(5)));
    assertThat(passes(wildcard, 80, 5, "PUT", "/z")).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aDenyOfThePeerDeniesEveryRequest(ProxyGeneration generation) throws Rejected {
    PortNetworkPolicyRule limited = peers().setHttpRules(http(request("GET", "/a"))).build();
    assertThat(passes(map(generation, port(80, limited, deny(5))), 80, 5, "GET", "/a")).isFalse();
    assertThat(passes(map(generation, port(80, limited), port(0, deny(5))), 80, 5, "GET", "/a"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"V1_36", "V1_37"})
  void aPassGoesOnBelowItsTier(ProxyGeneration generation) throws Rejected {
    PortNetworkPolicyRule pass = peers(5).setPrecedence(100).setPassPrecedence(50).build();
    PortNetworkPolicyRule skipped = deny().toBuilder().setPrecedence(60).build();
    PortNetworkPolicyRule reached = peers(5, 6).setPrecedence(40).build();
    PolicyMap map = map(generation, port(80, pass, skipped, reached));
    assertThat(connects(map, 80, 5)).isTrue();
    assertThat(connects(map, 80, 6)).isFalse();
    assertThat(connects(map(generation, port(80, pass)), 80, 5)).isFalse();
  }

  @Test
  void policiesOfTwoAddressesAreFoundUnderBoth() throws Rejected {
    NetworkPolicy policy = ingress(7, POD, port(80)).toBuilder().addEndpointIps("fd00::1").build();
    PolicyMap map = PolicyMap.of(ProxyGeneration.V1_35, List.of(policy));
    assertThat(map.keys()).containsExactlyInAnyOrder(POD, "fd00::1");
    assertThat(map.connection(Connection.plain("fd00::1", true, 80, 2, 0)).allowed()).isTrue();
  }
}
