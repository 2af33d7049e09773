package dev.chancery.envoy.cilium;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The policy between two, while addresses go from identity to identity. Policies and hosts come on
 * two streams, so a proxy has for a while the policy of one view and the hosts of another, and an
 * identity that the policy does not know is whatever it says of everyone: a deny by its number is
 * no deny any more, or not yet.
 *
 * <p>So before the hosts go, the policy says of each identity that nobody has any more what the
 * policy before said. Where that cannot be said beside the new policy, as that says of everyone
 * what the other did not, the identity is denied until the hosts have gone. Pure.
 */
public final class Crossing {
  private static final PortNetworkPolicyRule ALLOW = PortNetworkPolicyRule.getDefaultInstance();
  private static final PortNetworkPolicy NOTHING = PortNetworkPolicy.getDefaultInstance();

  private final Set<Integer> moved;
  private final Hosts before;
  private final Hosts after;

  /**
   * @param moved identities from which an address goes, or to which one comes
   */
  public Crossing(Set<Integer> moved, Hosts before, Hosts after) {
    this.moved = new TreeSet<>(moved);
    this.before = before;
    this.after = after;
  }

  /**
   * What is in force until the hosts have gone; equal to {@code next} where they make no
   * difference.
   *
   * @param old the policy before; an empty one if there was none
   */
  public NetworkPolicy between(NetworkPolicy old, NetworkPolicy next) {
    NetworkPolicy between =
        next.toBuilder()
            .clearIngressPerPortPolicies()
            .addAllIngressPerPortPolicies(
                between(old.getIngressPerPortPoliciesList(), next.getIngressPerPortPoliciesList()))
            .clearEgressPerPortPolicies()
            .addAllEgressPerPortPolicies(
                between(old.getEgressPerPortPoliciesList(), next.getEgressPerPortPoliciesList()))
            .build();
    return RepeatedDenies.in(between);
  }

  private List<PortNetworkPolicy> between(
      List<PortNetworkPolicy> old, List<PortNetworkPolicy> next) {
    SortedMap<Ports, List<PortNetworkPolicyRule>> more = new TreeMap<>();
    PortNetworkPolicyRule.Builder denied = PortNetworkPolicyRule.newBuilder().setDeny(true);
    for (int identity : moved) {
      SortedMap<Ports, Set<PortNetworkPolicyRule>> was = rules(old, identity);
      SortedMap<Ports, Set<PortNetworkPolicyRule>> is = rules(next, identity);
      // Of whom nobody had heard only the new policy speaks.
      if (was.equals(is) || !before.has(identity)) {
        continue;
      }
      if (!after.has(identity) && isPartOf(is, was)) {
        was.forEach((ports, rules) -> more.merge(ports, only(rules, identity), Crossing::both));
      } else {
        denied.addRemotePolicies(identity);
      }
    }
    if (denied.getRemotePoliciesCount() > 0) {
      more.merge(Ports.ALL, List.of(denied.build()), Crossing::both);
    }
    return more.isEmpty() ? next : merged(next, more);
  }

  private record Ports(int first, int end, int protocol) implements Comparable<Ports> {
    static final Ports ALL = of(NOTHING);

    static Ports of(PortNetworkPolicy policy) {
      return new Ports(policy.getPort(), policy.getEndPort(), policy.getProtocolValue());
    }

    PortNetworkPolicy with(List<PortNetworkPolicyRule> rules) {
      return PortNetworkPolicy.newBuilder()
          .setPort(first)
          .setEndPort(end)
          .setProtocolValue(protocol)
          .addAllRules(rules)
          .build();
    }

    @Override
    public int compareTo(Ports other) {
      return Comparator.comparingInt(Ports::first)
          .thenComparingInt(Ports::end)
          .thenComparingInt(Ports::protocol)
          .compare(this, other);
    }
  }

  /** What is said of one identity, without its number. */
  private static SortedMap<Ports, Set<PortNetworkPolicyRule>> rules(
      List<PortNetworkPolicy> direction, int identity) {
    SortedMap<Ports, Set<PortNetworkPolicyRule>> rules = new TreeMap<>();
    for (PortNetworkPolicy port : direction) {
      for (PortNetworkPolicyRule rule : said(port)) {
        if (rule.getRemotePoliciesCount() == 0 || rule.getRemotePoliciesList().contains(identity)) {
          rules
              .computeIfAbsent(Ports.of(port), p -> new LinkedHashSet<>())
              .add(rule.toBuilder().clearRemotePolicies().build());
        }
      }
    }
    return rules;
  }

  /** No rules allow everyone. */
  private static List<PortNetworkPolicyRule> said(PortNetworkPolicy port) {
    return port.getRulesCount() == 0 ? List.of(ALLOW) : port.getRulesList();
  }

  private static boolean isPartOf(
      SortedMap<Ports, Set<PortNetworkPolicyRule>> some,
      SortedMap<Ports, Set<PortNetworkPolicyRule>> all) {
    return some.entrySet().stream()
        .allMatch(each -> all.getOrDefault(each.getKey(), Set.of()).containsAll(each.getValue()));
  }

  private static List<PortNetworkPolicyRule> only(Set<PortNetworkPolicyRule> rules, int identity) {
    return rules.stream().map(r -> r.toBuilder().addRemotePolicies(identity).build()).toList();
  }

  private static List<PortNetworkPolicyRule> both(
      List<PortNetworkPolicyRule> some, List<PortNetworkPolicyRule> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private static List<PortNetworkPolicy> merged(
      List<PortNetworkPolicy> next, SortedMap<Ports, List<PortNetworkPolicyRule>> more) {
    SortedMap<Ports, List<PortNetworkPolicyRule>> all = new TreeMap<>(more);
    next.forEach(port -> all.merge(Ports.of(port), said(port), Crossing::both));
    return all.entrySet().stream().map(each -> each.getKey().with(each.getValue())).toList();
  }
}
