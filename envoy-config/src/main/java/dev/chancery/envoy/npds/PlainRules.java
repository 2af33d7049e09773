package dev.chancery.envoy.npds;

import dev.chancery.api.cilium.PortNetworkPolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Rules that speak of peers alone. */
final class PlainRules {
  private PlainRules() {}

  /**
   * With one rule of all peers that are denied and one of all that are allowed everything; those of
   * everyone, and those that demand more, stay by themselves.
   */
  static List<PortNetworkPolicyRule> united(List<PortNetworkPolicyRule> rules) {
    List<PortNetworkPolicyRule> united = new ArrayList<>();
    var denied = new TreeSet<Integer>();
    var allowed = new TreeSet<Integer>();
    for (PortNetworkPolicyRule rule : rules) {
      if (rule.getRemotePoliciesCount() == 0 || !isPlain(rule)) {
        united.add(rule);
      } else {
        (rule.getDeny() ? denied : allowed).addAll(rule.getRemotePoliciesList());
      }
    }
    if (!denied.isEmpty()) {
      united.add(
          PortNetworkPolicyRule.newBuilder().setDeny(true).addAllRemotePolicies(denied).build());
    }
    if (!allowed.isEmpty()) {
      united.add(PortNetworkPolicyRule.newBuilder().addAllRemotePolicies(allowed).build());
    }
    return united;
  }

  private static boolean isPlain(PortNetworkPolicyRule rule) {
    PortNetworkPolicyRule peersAlone = rule.toBuilder().clearRemotePolicies().build();
    return peersAlone.equals(PortRules.ALLOW) || peersAlone.equals(PortRules.DENY);
  }
}
