package dev.chancery.envoy.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import org.junit.jupiter.api.Test;

class RepeatedDeniesTest {
  private static final PortNetworkPolicyRule ALLOW =
      PortNetworkPolicyRule.newBuilder().addRemotePolicies(7).build();
  private static final PortNetworkPolicyRule ALLOW_ALL = PortNetworkPolicyRule.getDefaultInstance();
  private static final PortNetworkPolicyRule DENY =
      PortNetworkPolicyRule.newBuilder().setDeny(true).addRemotePolicies(9).build();
  private static final PortNetworkPolicyRule OTHER_DENY =
      PortNetworkPolicyRule.newBuilder().setDeny(true).addRemotePolicies(8).build();

  @Test
  void eachPortOfTheDirectionDeniesWhatEveryPortDenies() {
    NetworkPolicy repeated =
        RepeatedDenies.in(ingress(port(0, DENY, ALLOW), port(80, ALLOW), port(81, OTHER_DENY)));
    assertThat(repeated)
        .isEqualTo(
            ingress(port(0, DENY, ALLOW), port(80, DENY, ALLOW), port(81, DENY, OTHER_DENY)));
  }

  @Test
  void portThatAllowsEveryoneGoesOnAllowingTheOthers() {
    assertThat(RepeatedDenies.in(ingress(port(0, DENY), port(80))))
        .isEqualTo(ingress(port(0, DENY), port(80, DENY, ALLOW_ALL)));
  }

  @Test
  void otherDirectionIsAsItWas() {
    NetworkPolicy both =
        ingress(port(0, DENY)).toBuilder().addEgressPerPortPolicies(port(80)).build();
    assertThat(RepeatedDenies.in(both)).isEqualTo(both);
  }

  @Test
  void withoutSuchDeniesNothingChanges() {
    NetworkPolicy policy = ingress(port(0, ALLOW), port(80, DENY), port(81));
    assertThat(RepeatedDenies.in(policy)).isEqualTo(policy);
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
}
