package dev.chancery.envoy.npds;

import com.google.protobuf.ByteString;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ports of one direction, each with the rules of the selectors that have it.
 *
 * <p>What says nothing is left out, as no list of peers is every peer and no list of rules is every
 * request: a port is without rules only where everyone may do everything. That the local host may
 * reach every port is said where rules send it through the proxy, and nowhere else is it asked.
 */
final class PortPolicies {
  private static final int HOST = ReservedIdentity.HOST.number();
  private static final Comparator<PortNetworkPolicyRule> ORDER =
      Comparator.comparing((PortNetworkPolicyRule r) -> !r.getDeny())
          .thenComparing(PortNetworkPolicyRule::hasHttpRules)
          .thenComparing(
              PortNetworkPolicyRule::toByteString, ByteString.unsignedLexicographicalComparator());

  private final PortRules rules;
  private final List<PolicyEntry> localhost;

  private PortPolicies(PortRules rules, List<PolicyEntry> localhost) {
    this.rules = rules;
    this.localhost = localhost;
  }

  /** Ascending by port; none denies everything. */
  static List<PortNetworkPolicy> of(DirectionPolicy policy, PortRules rules) {
    var ports =
        new PortPolicies(
            rules, policy.entries().stream().filter(PolicyEntry::isAllowLocalhost).toList());
    SortedMap<Ports, List<PortNetworkPolicyRule>> byPorts = new TreeMap<>();
    byPorts(policy).forEach((p, entries) -> byPorts.put(p, ports.rules(p, entries)));
    byPorts(policy)
        .forEach(
            (p, entries) ->
                ports
                    .hostWithin(p, entries)
                    .forEach((part, host) -> byPorts.merge(part, host, PortPolicies::both)));
    byPorts.values().removeIf(List::isEmpty);
    if (!policy.enforced()) {
      byPorts.merge(Ports.ALL, List.of(PortRules.ALLOW), PortPolicies::both);
    }
    return messages(byPorts);
  }

  private static SortedMap<Ports, List<PolicyEntry>> byPorts(DirectionPolicy policy) {
    SortedMap<Ports, List<PolicyEntry>> byPorts = new TreeMap<>();
    policy.entries().stream()
        .filter(e -> !e.isAllowLocalhost())
        .forEach(
            e ->
                Ports.of(e.ports())
                    .ifPresent(p -> byPorts.computeIfAbsent(p, k -> new ArrayList<>()).add(e)));
    return byPorts;
  }

  private List<PortNetworkPolicyRule> rules(Ports ports, List<PolicyEntry> entries) {
    Stream<PolicyEntry> host =
        entries.stream().anyMatch(PortPolicies::redirectsHost)
            ? localhost.stream().filter(o -> ports.isIn(o.ports())).limit(1)
            : Stream.of();
    List<PortNetworkPolicyRule> all =
        Stream.concat(entries.stream(), host).flatMap(e -> rules.of(e).stream()).toList();
    return united(ports, all);
  }

  /**
   * Where rules send the host through the proxy on more ports than those that it may reach, it may
   * reach a part of them.
   */
  private SortedMap<Ports, List<PortNetworkPolicyRule>> hostWithin(
      Ports ports, List<PolicyEntry> entries) {
    SortedMap<Ports, List<PortNetworkPolicyRule>> parts = new TreeMap<>();
    if (entries.stream().anyMatch(PortPolicies::redirectsHost)
        && localhost.stream().noneMatch(o -> ports.isIn(o.ports()))) {
      localhost.forEach(
          o -> ports.within(o.ports()).ifPresent(p -> parts.put(p, rules.of(o).stream().toList())));
    }
    return parts;
  }

  private static List<PortNetworkPolicyRule> united(Ports ports, List<PortNetworkPolicyRule> all) {
    return PortRules.denyEverything(all)
        ? List.of(PortRules.DENY)
        : (ports.equals(Ports.ALL) ? PlainRules.united(all) : all)
            .stream().distinct().sorted(ORDER).toList();
  }

  private static List<PortNetworkPolicyRule> both(
      List<PortNetworkPolicyRule> some, List<PortNetworkPolicyRule> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().sorted(ORDER).toList();
  }

  private static boolean redirectsHost(PolicyEntry entry) {
    return entry.redirect().isPresent() && entry.peers().contains(HOST);
  }

  /** What every port says for everyone is not said again for one. */
  private static List<PortNetworkPolicy> messages(
      SortedMap<Ports, List<PortNetworkPolicyRule>> byPorts) {
    List<PortNetworkPolicyRule> everyPort = byPorts.getOrDefault(Ports.ALL, List.of());
    if (PortRules.denyEverything(everyPort)) {
      return List.of(message(Ports.ALL, brief(everyPort)));
    }
    boolean open = PortRules.allowEverything(everyPort);
    List<PortNetworkPolicy> messages = new ArrayList<>();
    byPorts.forEach(
        (ports, rules) -> {
          if (!open || ports.equals(Ports.ALL) || !PortRules.endAtFirstAllow(rules)) {
            boolean alone = byPorts.keySet().stream().filter(ports::meets).count() == 1;
            List<PortNetworkPolicyRule> beside =
                byPorts.entrySet().stream()
                    .filter(e -> ports.sharesPortsWith(e.getKey()))
                    .flatMap(e -> e.getValue().stream())
                    .toList();
            List<PortNetworkPolicyRule> safe =
                PortRules.judgeNamelessRequests(beside)
                    ? rules.stream().map(PortRules::withoutRequests).toList()
                    : rules;
            messages.add(message(ports, alone ? brief(safe) : safe));
          }
        });
    return messages;
  }

  /**
   * No rules where they allow everything. Among the rules of other ranges on its ports that would
   * be lost on some proxies, so there the rule that allows everything is written.
   */
  private static List<PortNetworkPolicyRule> brief(List<PortNetworkPolicyRule> rules) {
    return PortRules.allowEverything(rules) ? List.of() : rules;
  }

  private static PortNetworkPolicy message(Ports ports, List<PortNetworkPolicyRule> rules) {
    return PortNetworkPolicy.newBuilder()
        .setPort(ports.first())
        .setEndPort(ports.end())
        .addAllRules(rules)
        .build();
  }
}
