package dev.chancery.envoy.cilium;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * The denies of every port, said again by each port that has rules of its own. Builds of the proxy
 * differ in whether a deny of every port stands beside what one port allows; so no port leaves it
 * to them.
 */
final class RepeatedDenies {
  private RepeatedDenies() {}

  static NetworkPolicy in(NetworkPolicy policy) {
    List<PortNetworkPolicyRule> ingress = denies(policy.getIngressPerPortPoliciesList());
    List<PortNetworkPolicyRule> egress = denies(policy.getEgressPerPortPoliciesList());
    if (ingress.isEmpty() && egress.isEmpty()) {
      return policy;
    }
    NetworkPolicy.Builder repeated = policy.toBuilder();
    repeated.getIngressPerPortPoliciesBuilderList().forEach(port -> add(ingress, port));
    repeated.getEgressPerPortPoliciesBuilderList().forEach(port -> add(egress, port));
    return repeated.build();
  }

  private static List<PortNetworkPolicyRule> denies(List<PortNetworkPolicy> direction) {
    return direction.stream()
        .filter(port -> port.getPort() == 0)
        .flatMap(port -> port.getRulesList().stream())
        .filter(PortNetworkPolicyRule::getDeny)
        .toList();
  }

  private static void add(List<PortNetworkPolicyRule> denies, PortNetworkPolicy.Builder port) {
    if (port.getPort() == 0 || denies.isEmpty()) {
      return;
    }
    // No rules allow everyone; beside a deny that has to be said.
    List<PortNetworkPolicyRule> own =
        port.getRulesCount() == 0
            ? List.of(PortNetworkPolicyRule.getDefaultInstance())
            : port.getRulesList();
    List<PortNetworkPolicyRule> all =
        Stream.concat(denies.stream(), own.stream()).distinct().toList();
    port.clearRules().addAllRules(all);
  }
}
