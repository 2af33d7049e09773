package dev.chancery.agent.visibility;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules of a policy, found by what is known of a record. */
final class Named {
  private static final int NONE = 0;
  private static final int L3_ONLY = 1;
  private static final int L3_L4 = 2;
  private static final int L4_ONLY = 3;
  private static final int ALL = 4;

  private Named() {}

  /** The rule that Envoy says decided. */
  static Optional<List<Provenance>> byProxy(DirectionPolicy policy, String id) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return policy.entries().stream()
        .flatMap(Named::origins)
        .filter(origin -> origin.id().equals(id))
        .findFirst()
        .map(List::of);
  }

  /**
   * The rules that would match if headers were no matter: Envoy logs the headers it was told to,
   * and a rule may speak of another.
   */
  static Optional<List<Provenance>> apartFromHeaders(DirectionPolicy policy, Request request) {
    List<PolicyEntry> relaxed = policy.entries().stream().map(Named::withoutHeaders).toList();
    var decision =
        Evaluator.decide(
            new DirectionPolicy(policy.direction(), policy.enforced(), relaxed), request);
    return Optional.of(decision.decidedBy()).filter(rules -> !rules.isEmpty());
  }

  private static PolicyEntry withoutHeaders(PolicyEntry entry) {
    if (!(entry.l7() instanceof L7Rules.Http http)) {
      return entry;
    }
    List<HttpRule> rules =
        http.rules().stream()
            .map(r -> new HttpRule(r.method(), r.path(), r.host(), List.of(), r.origin()))
            .toList();
    return new PolicyEntry(
        entry.ports(),
        entry.peers(),
        entry.action(),
        new L7Rules.Http(rules),
        entry.redirect(),
        entry.connection(),
        entry.authentication(),
        entry.parts());
  }

  /** Whether HTTP rules cover its peer and port, whatever they say of the request. */
  static boolean filtersHttp(DirectionPolicy policy, Request request) {
    return policy.entries().stream()
        .filter(e -> e.covers(request.peer(), request.protocol(), request.port()))
        .anyMatch(e -> e.l7() instanceof L7Rules.Http);
  }

  /** The rule elements whose peer and port cover it: those that demanded what was not there. */
  static List<Provenance> covering(DirectionPolicy policy, Request request) {
    return policy.entries().stream()
        .filter(e -> e.covers(request.peer(), request.protocol(), request.port()))
        .map(PolicyEntry::origin)
        .distinct()
        .toList();
  }

  /** How a connection was matched, as Cilium numbers it in policy verdicts. */
  static int matchType(DirectionPolicy policy, Request request, boolean denied) {
    if (denied) {
      return NONE;
    }
    return policy.entries().stream()
        .filter(e -> e.covers(request.peer(), request.protocol(), request.port()))
        .mapToInt(Named::matchType)
        .min()
        .orElse(ALL);
  }

  private static int matchType(PolicyEntry entry) {
    boolean anyone = entry.peers() instanceof Peers.Any;
    boolean everyPort = entry.ports().isAllPorts();
    if (anyone) {
      return everyPort ? ALL : L4_ONLY;
    }
    return everyPort ? L3_ONLY : L3_L4;
  }

  private static Stream<Provenance> origins(PolicyEntry entry) {
    Stream<Provenance> rules =
        entry.l7() instanceof L7Rules.Http http
            ? http.rules().stream().map(HttpRule::origin)
            : Stream.empty();
    return Stream.concat(entry.origins().stream(), rules);
  }
}
