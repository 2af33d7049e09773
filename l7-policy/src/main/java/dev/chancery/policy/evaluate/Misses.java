package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.dns.NameRules;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * By what each rule that allows something missed one denied request. Predicates are put in the
 * order peer, port, then those of the rule.
 */
record Misses(Request request, Decision decision) {
  private static final int AT_L7 = 2;

  List<NearMiss> of(PolicyEntry entry, PolicyEntry.Part part) {
    Provenance rule = part.origin();
    if (!entry.peers().contains(request.peer())) {
      return miss(rule, 0, NearMiss.PEER, text(entry.peers()), "" + request.peer());
    }
    if (!entry.ports().contains(request.protocol(), request.port())) {
      String actual = request.port() + "/" + request.protocol();
      return miss(rule, 1, "port", entry.ports().toString(), actual);
    }
    if (!entry.connection().serverNames().isEmpty() && request.http().isPresent()) {
      String names = String.join(", ", entry.connection().serverNames());
      return List.of(new NearMiss(rule, AT_L7, "server name", names, Optional.empty()));
    }
    return atL7(part);
  }

  private List<NearMiss> atL7(PolicyEntry.Part part) {
    if (part.l7() instanceof L7Rules.Http http && request.http().isPresent()) {
      return http.rules().stream().map(rule -> ofHttp(rule, request.http().get())).toList();
    }
    if (part.l7() instanceof L7Rules.Dns dns && request.queriedName().isPresent()) {
      return dns.rules().stream().map(rule -> ofName(rule, request.queriedName().get())).toList();
    }
    if (part.l7() instanceof L7Rules.Unenforced other) {
      return miss(part.origin(), AT_L7, "protocol", other.parser(), "not enforced");
    }
    if (decision.level() == Decision.Level.L7 && request.queriedName().isPresent()) {
      String port = "" + request.port();
      return miss(part.origin(), 1, "port", port + " by itself, to lift names", "every port");
    }
    return List.of(denied(part.origin(), AT_L7));
  }

  private NearMiss ofHttp(HttpRule rule, Request.Http http) {
    int passed = AT_L7;
    for (HttpPredicate predicate : HttpPredicate.of(rule, http)) {
      if (!predicate.holds()) {
        return new NearMiss(
            rule.origin(), passed, predicate.name(), predicate.expected(), predicate.actual());
      }
      passed++;
    }
    return denied(rule.origin(), passed);
  }

  private NearMiss ofName(DnsRule rule, String name) {
    if (NameRules.of(List.of(rule)).allow(name)) {
      return denied(rule.origin(), AT_L7 + 1);
    }
    String expected = rule.matchName().or(rule::matchPattern).orElse("");
    return new NearMiss(rule.origin(), AT_L7, "name", expected, Optional.of(name));
  }

  private NearMiss denied(Provenance rule, int passed) {
    String deny = decision.decidedBy().isEmpty() ? "" : decision.decidedBy().get(0).id();
    return new NearMiss(rule, passed, NearMiss.DENY, "no deny rule", Optional.of(deny));
  }

  private static List<NearMiss> miss(
      Provenance rule, int passed, String predicate, String expected, String actual) {
    return List.of(new NearMiss(rule, passed, predicate, expected, Optional.of(actual)));
  }

  private static String text(Peers peers) {
    return peers instanceof Peers.Identities some
        ? "identities " + new TreeSet<>(some.numbers())
        : "anyone";
  }
}
