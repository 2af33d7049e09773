package dev.chancery.policy.evaluate;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says why a request is decided as it is, and what came nearest to allowing it. Pure. */
public final class Explainer {
  private Explainer() {}

  public static Explanation explain(DirectionPolicy policy, Request request) {
    Decision decision = Evaluator.decide(policy, request);
    if (decision.allowed()) {
      return new Explanation(decision, List.of());
    }
    var misses = new Misses(request, decision);
    Map<Provenance, NearMiss> nearest = new LinkedHashMap<>();
    for (PolicyEntry entry : policy.entries()) {
      for (PolicyEntry.Part part : entry.parts()) {
        if (part.action() == Action.ALLOW) {
          misses.of(entry, part).forEach(m -> nearest.merge(m.rule(), m, Explainer::nearer));
        }
      }
    }
    List<NearMiss> sorted =
        new ArrayList<>(
            nearest.values().stream()
                .filter(m -> nearest.values().stream().noneMatch(n -> isWithin(n, m)))
                .toList());
    sorted.sort(Comparator.comparingInt(NearMiss::passed).reversed());
    return new Explanation(decision, sorted);
  }

  /** Whether one is of a part of the other's rule: it came nearer, by another port or peer. */
  private static boolean isWithin(NearMiss part, NearMiss whole) {
    return part.passed() > whole.passed() && part.rule().id().startsWith(whole.rule().id() + ".");
  }

  /** A rule with several peers and ports missed by the best of them, or by all of them alike. */
  private static NearMiss nearer(NearMiss a, NearMiss b) {
    if (a.passed() != b.passed()) {
      return a.passed() > b.passed() ? a : b;
    }
    return a.expected().equals(b.expected()) || !a.predicate().equals(b.predicate())
        ? a
        : new NearMiss(
            a.rule(), a.passed(), a.predicate(), a.expected() + ", " + b.expected(), a.actual());
  }
}
