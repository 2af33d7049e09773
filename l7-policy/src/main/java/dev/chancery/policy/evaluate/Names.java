package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.dns.NameRules;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a DNS proxy asks of a policy, as in Cilium's {@code pkg/fqdn/dnsproxy}: it knows the entries
 * of the very port and protocol that it serves. A plain allow among them lifts the names; one of
 * every port or of a range does not.
 */
final class Names {
  private Names() {}

  /** Whether queries of this traffic pass a DNS proxy. */
  static boolean areAsked(List<PolicyEntry> covering) {
    return covering.stream().anyMatch(e -> e.l7() instanceof L7Rules.Dns);
  }

  /** Those of the very port that let every name pass. */
  static List<PolicyEntry> lifting(List<PolicyEntry> covering, int port) {
    return covering.stream()
        .filter(e -> e.ports().first() == port && e.ports().last() == port)
        .filter(e -> e.l7() instanceof L7Rules.None && e.connection().isNone())
        .toList();
  }

  /** The DNS rules that match, and the entries that let every name pass. */
  static List<Provenance> allowing(List<PolicyEntry> covering, int port, String name) {
    Stream<Provenance> rules =
        covering.stream()
            .flatMap(e -> e.l7() instanceof L7Rules.Dns dns ? matching(dns, name) : Stream.of());
    Stream<Provenance> plain = lifting(covering, port).stream().flatMap(e -> e.origins().stream());
    return Stream.concat(rules, plain).distinct().toList();
  }

  private static Stream<Provenance> matching(L7Rules.Dns dns, String name) {
    return NameRules.of(dns.rules()).matching(name).stream().map(DnsRule::origin);
  }
}
