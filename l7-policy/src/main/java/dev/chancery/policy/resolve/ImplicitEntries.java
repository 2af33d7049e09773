package dev.chancery.policy.resolve;

import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.peer.PeerAtoms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Entries that no rule spells out. */
final class ImplicitEntries {
  private static final Peers HOST =
      new Peers.Identities(IdentitySet.of(ReservedIdentity.HOST.number()));

  /** The rule that stands for the option {@code allow-localhost}. */
  static final Provenance LOCALHOST =
      new Provenance(
          new PolicyRef("Option", "", "allow-localhost", ""), "options", Location.UNKNOWN);

  private ImplicitEntries() {}

  /** Where a rule says that it denies nothing by default. */
  static Provenance notDenied(Rule rule) {
    return new Provenance(
        rule.origin().policy(),
        rule.origin().path() + ".enableDefaultDeny",
        rule.origin().location());
  }

  /**
   * The local host may connect to every port, so that probes work, except where rules send it
   * through a proxy by the name of {@code host}: there its own rules speak.
   */
  static List<PolicyEntry> localhost(Map<Contributions.Key, Contribution> merged) {
    List<PortRange> filtered =
        merged.entrySet().stream()
            .filter(e -> e.getKey().selector().equals(PeerAtoms.HOST))
            .filter(e -> e.getValue().redirect().isPresent())
            .map(e -> e.getKey().filter().ports())
            .filter(p -> p.protocol() == Protocol.TCP)
            .sorted(Comparator.comparingInt(PortRange::first))
            .toList();
    return portsWithout(filtered)
        .map(p -> new PolicyEntry(p, HOST, Action.ALLOW, new L7Rules.None(), LOCALHOST))
        .toList();
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
