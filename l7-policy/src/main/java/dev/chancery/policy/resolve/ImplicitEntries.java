package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Entries that no rule spells out. */
final class ImplicitEntries {
  private static final Peers HOST =
      new Peers.Identities(IdentitySet.of(ReservedIdentity.HOST.number()));
  private static final Provenance LOCALHOST =
      new Provenance(
          new PolicyRef("Option", "", "allow-localhost", ""), "options", Location.UNKNOWN);

  private ImplicitEntries() {}

  /** Everything is allowed where all rules have {@code enableDefaultDeny: false}. */
  static PolicyEntry notDeniedByDefault(Rule rule) {
    var origin =
        new Provenance(
            rule.origin().policy(),
            rule.origin().path() + ".enableDefaultDeny",
            rule.origin().location());
    return new PolicyEntry(
        PortRange.EVERYTHING, new Peers.Any(), Action.ALLOW, new L7Rules.None(), origin);
  }

  /**
   * The local host may connect to every port, so that probes work, except where a rule filters the
   * host by name: there its own L7 rules speak.
   */
  static List<PolicyEntry> localhost(
      List<Rule> rules, Function<RuleElement, List<PolicyEntry>> entries) {
    List<PortRange> filtered =
        rules.stream()
            .flatMap(r -> r.elements(Direction.INGRESS).stream())
            .filter(ImplicitEntries::namesHost)
            .flatMap(e -> entries.apply(e).stream())
            .filter(e -> e.l7().redirects())
            .map(PolicyEntry::ports)
            .sorted(Comparator.comparingInt(PortRange::first))
            .toList();
    return portsWithout(filtered)
        .map(p -> new PolicyEntry(p, HOST, Action.ALLOW, new L7Rules.None(), LOCALHOST))
        .toList();
  }

  private static boolean namesHost(RuleElement element) {
    return element.peers() instanceof PeerRule.AnyOf any
        && any.selectors().stream()
            .anyMatch(s -> s instanceof PeerSelector.OfEntity e && e.entity().namesHost());
  }

  /**
   * @param tcp ranges of TCP, which is all that HTTP rules apply to, by first port
   */
  private static Stream<PortRange> portsWithout(List<PortRange> tcp) {
    if (tcp.isEmpty()) {
      return Stream.of(PortRange.EVERYTHING);
    }
    List<PortRange> left = new ArrayList<>();
    int next = 0;
    for (PortRange range : tcp) {
      if (range.first() > next) {
        left.add(new PortRange(Protocol.TCP, next, range.first() - 1));
      }
      next = Math.max(next, range.last() + 1);
    }
    if (next <= 65535) {
      left.add(new PortRange(Protocol.TCP, next, 65535));
    }
    Stream.of(Protocol.UDP, Protocol.SCTP, Protocol.ICMP, Protocol.ICMPV6)
        .forEach(p -> left.add(PortRange.all(p)));
    return left.stream();
  }
}
