package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.label.Labels;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An address goes from identity 300 to 400; 500 stays what it is. */
class CrossingTest {
  private static final int OLD = 300;
  private static final int NEW = 400;
  private static final int OTHER = 500;

  private static final Hosts BEFORE = hosts(Map.of("10.0.0.1/32", OLD, "10.0.0.2/32", OTHER));
  private static final Hosts AFTER = hosts(Map.of("10.0.0.1/32", NEW, "10.0.0.2/32", OTHER));
  private static final Crossing CROSSING = new Crossing(Set.of(OLD, NEW), BEFORE, AFTER);
  private static final PortNetworkPolicyRule EVERYONE = PortNetworkPolicyRule.getDefaultInstance();

  @Test
  void denyByTheOldNumberStaysBesideTheOneByTheNew() {
    NetworkPolicy between =
        CROSSING.between(
            ingress(port(0, deny(OLD), EVERYONE)), ingress(port(0, deny(NEW), EVERYONE)));
    assertThat(between.getIngressPerPortPolicies(0).getRulesList())
        .contains(deny(OLD), deny(NEW), EVERYONE);
  }

  @Test
  void denyOfEveryPortStandsAtEachPort() {
    NetworkPolicy between =
        CROSSING.between(
            ingress(port(0, deny(OLD)), port(80, deny(OLD), EVERYONE)),
            ingress(port(0, deny(NEW)), port(80, deny(NEW), EVERYONE)));
    assertThat(between.getIngressPerPortPoliciesList())
        .allSatisfy(p -> assertThat(p.getRulesList()).contains(deny(OLD), deny(NEW)));
  }

  @Test
  void whatTheOldNumberWasAllowedItStaysAllowed() {
    NetworkPolicy between =
        CROSSING.between(
            ingress(port(80, allow(OLD), allow(OTHER))),
            ingress(port(80, allow(NEW), allow(OTHER))));
    assertThat(between.getIngressPerPortPolicies(0).getRulesList())
        .containsExactlyInAnyOrder(allow(OLD), allow(NEW), allow(OTHER));
  }

  @Test
  void numberThatWasNotAllowedIsDeniedWhereTheNewPolicyAllowsEveryone() {
    NetworkPolicy between =
        CROSSING.between(ingress(port(80, allow(OTHER))), ingress(port(80, deny(NEW), EVERYONE)));
    assertThat(between.getIngressPerPortPoliciesList())
        .allSatisfy(p -> assertThat(p.getRulesList()).contains(deny(OLD)));
  }

  @Test
  void portWithoutRulesSaysThatItAllowsEveryoneBesideADeny() {
    NetworkPolicy between = CROSSING.between(ingress(), ingress(port(0)));
    assertThat(between).isEqualTo(ingress(port(0, deny(OLD), EVERYONE)));
  }

  @Test
  void numberThatOthersStillHaveIsDeniedOnlyWhereItsRulesChange() {
    Hosts both = hosts(Map.of("10.0.0.1/32", NEW, "10.0.0.3/32", OLD));
    var crossing = new Crossing(Set.of(OLD, NEW), both, both);
    NetworkPolicy same = ingress(port(80, allow(OLD, NEW)));
    assertThat(crossing.between(same, same)).isEqualTo(same);
    assertThat(
            crossing
                .between(ingress(port(80, allow(NEW))), ingress(port(80, allow(OLD, NEW))))
                .getIngressPerPortPoliciesList())
        .anySatisfy(p -> assertThat(p.getRulesList()).contains(deny(OLD)));
  }

  @Test
  void numberNobodyHadIsJudgedByTheNewPolicyAlone() {
    NetworkPolicy next = ingress(port(80, allow(NEW)));
    assertThat(new Crossing(Set.of(NEW), BEFORE, AFTER).between(ingress(), next)).isEqualTo(next);
  }

  @Test
  void directionsAreApart() {
    NetworkPolicy old = ingress(port(80, allow(OLD)));
    NetworkPolicy next = NetworkPolicy.newBuilder().addEgressPerPortPolicies(port(80)).build();
    NetworkPolicy between = CROSSING.between(old, next);
    assertThat(between.getIngressPerPortPoliciesList()).containsExactly(port(80, allow(OLD)));
    assertThat(between.getEgressPerPortPoliciesList())
        .allSatisfy(p -> assertThat(p.getRulesList()).contains(deny(OLD)));
  }

  private static Hosts hosts(Map<String, Integer> numbers) {
    IpCache cache = IpCache.EMPTY;
    for (Map.Entry<String, Integer> each : numbers.entrySet()) {
      cache = cache.with(IpPrefix.parse(each.getKey()), new Identity(each.getValue(), Labels.of()));
    }
    return Hosts.NONE.next(cache).hosts();
  }

  private static NetworkPolicy ingress(PortNetworkPolicy... ports) {
    NetworkPolicy.Builder policy = NetworkPolicy.newBuilder();
    for (PortNetworkPolicy port : ports) {
      policy.addIngressPerPortPolicies(port);
    }
    return policy.build();
  }

  private static PortNetworkPolicy port(int number, PortNetworkPolicyRule... rules) {
    PortNetworkPolicy.Builder port = PortNetworkPolicy.newBuilder().setPort(number);
    for (PortNetworkPolicyRule rule : rules) {
      port.addRules(rule);
    }
    return port.build();
  }

  private static PortNetworkPolicyRule allow(int... identities) {
    PortNetworkPolicyRule.Builder rule = PortNetworkPolicyRule.newBuilder();
    for (int identity : identities) {
      rule.addRemotePolicies(identity);
    }
    return rule.build();
  }

  private static PortNetworkPolicyRule deny(int identity) {
    return allow(identity).toBuilder().setDeny(true).build();
  }
}
