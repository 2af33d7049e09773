package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.resolve.Conflict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Puts rules that cannot hold at once on the policies that they stand in: each conflict once on
 * each rule, however many endpoints it concerns. Pure.
 */
final class ConflictProblems {
  private static final int NAMED = 3;

  private ConflictProblems() {}

  /**
   * @param conflicts by {@code namespace/pod}
   */
  static Map<ObjectKey, List<Problem>> of(Map<String, Conflict> conflicts) {
    Map<Conflict, TreeSet<String>> endpoints = new LinkedHashMap<>();
    new TreeMap<>(conflicts)
        .forEach((key, c) -> endpoints.computeIfAbsent(c, k -> new TreeSet<>()).add(key));
    Map<ObjectKey, List<Problem>> problems = new HashMap<>();
    endpoints.forEach(
        (conflict, keys) -> {
          for (Provenance rule : conflict.rules().stream().distinct().toList()) {
            problems
                .computeIfAbsent(key(rule.policy()), k -> new ArrayList<>())
                .add(
                    Problem.error(
                        "conflict", rule.path(), rule.location(), text(conflict, rule, keys)));
          }
        });
    return problems;
  }

  private static String text(Conflict conflict, Provenance rule, Collection<String> endpoints) {
    String others =
        conflict.rules().stream()
            .filter(r -> !r.equals(rule))
            .map(r -> r.policy().key() + " " + r.path() + " (" + r.location() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return conflict.message()
        + (others.isEmpty() ? "" : "; with " + others)
        + "; the policy before stays with "
        + named(endpoints);
  }

  private static String named(Collection<String> endpoints) {
    String first = endpoints.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = endpoints.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static ObjectKey key(PolicyRef ref) {
    return new ObjectKey(ref.kind(), ref.namespace(), ref.name());
  }
}
