package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Says why a request is decided as it is, and what came nearest to allowing it. Pure. */
public final class Explainer {
  private Explainer() {}

  public static Explanation explain(DirectionPolicy policy, Request request) {
    Decision decision = Evaluator.decide(policy, request);
    if (decision.allowed()) {
      return new Explanation(decision, List.of());
    }
    List<NearMiss> near = new ArrayList<>();
    for (PolicyEntry entry : policy.entries()) {
      if (entry.action() == Action.ALLOW) {
        near.addAll(misses(entry, request, decision));
      }
    }
    near.sort(Comparator.comparingInt(NearMiss::passed).reversed());
    return new Explanation(decision, near.stream().distinct().toList());
  }

  private static List<NearMiss> misses(PolicyEntry entry, Request request, Decision decision) {
    if (!entry.peers().contains(request.peer())) {
      return List.of(
          new NearMiss(
              entry.origin(), 0, "peer", text(entry.peers()), Optional.of("" + request.peer())));
    }
    if (!entry.ports().contains(request.protocol(), request.port())) {
      String actual = request.port() + "/" + request.protocol();
      return List.of(
          new NearMiss(entry.origin(), 1, "port", entry.ports().toString(), Optional.of(actual)));
    }
    if (entry.l7() instanceof L7Rules.Http http && request.http().isPresent()) {
      return http.rules().stream().map(rule -> miss(rule, request.http().get(), decision)).toList();
    }
    return List.of(denied(entry.origin(), 2, decision));
  }

  private static NearMiss miss(HttpRule rule, Request.Http request, Decision decision) {
    int passed = 2;
    for (HttpPredicate predicate : HttpPredicate.of(rule, request)) {
      if (!predicate.holds()) {
        return new NearMiss(
            rule.origin(), passed, predicate.name(), predicate.expected(), predicate.actual());
      }
      passed++;
    }
    return denied(rule.origin(), passed, decision);
  }

  private static NearMiss denied(Provenance rule, int passed, Decision decision) {
    String deny = decision.decidedBy().isEmpty() ? "" : decision.decidedBy().get(0).id();
    return new NearMiss(rule, passed, NearMiss.DENY, "no deny rule", Optional.of(deny));
  }

  private static String text(Peers peers) {
    return peers instanceof Peers.Identities some
        ? "identities " + new TreeSet<>(some.numbers())
        : "anyone";
  }
}
