package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.resolve.Conflict;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolution;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts rules that cannot hold at once on the policies that they stand in: each conflict once on
 * each rule, however many endpoints it concerns. Pure.
 */
public final class ConflictProblems {
  /** Code of the errors. They refuse no object. */
  public static final String CODE = "conflict";

  private static final int NAMED = 3;

  private ConflictProblems() {}

  static Map<ObjectKey, List<Problem>> of(Resolution resolution) {
    Map<Conflict, TreeSet<String>> endpoints = new LinkedHashMap<>();
    new TreeMap<>(resolution.conflicts())
        .forEach((key, c) -> endpoints.computeIfAbsent(c, k -> new TreeSet<>()).add(key));
    Map<ObjectKey, List<Problem>> problems = new HashMap<>();
    endpoints.forEach(
        (conflict, keys) -> {
          String outcome = outcome(resolution, keys);
          for (Provenance rule : conflict.rules().stream().distinct().toList()) {
            problems
                .computeIfAbsent(key(rule.policy()), k -> new ArrayList<>())
                .add(
                    Problem.error(
                        CODE, rule.path(), rule.location(), text(conflict, rule) + outcome));
          }
        });
    return problems;
  }

  private static String text(Conflict conflict, Provenance rule) {
    String others =
        conflict.rules().stream()
            .filter(r -> !r.equals(rule))
            .map(r -> r.policy().key() + " " + r.path() + " (" + r.location() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return conflict.message() + (others.isEmpty() ? "" : "; with " + others);
  }

  /**
   * What is in force instead: the policy before, or of an endpoint that had none one that denies
   * everything.
   */
  private static String outcome(Resolution resolution, Collection<String> endpoints) {
    Map<Boolean, List<String>> byClosed =
        endpoints.stream()
            .collect(Collectors.partitioningBy(key -> isClosed(resolution.policies().get(key))));
    List<String> kept = byClosed.getOrDefault(false, List.of());
    List<String> closed = byClosed.getOrDefault(true, List.of());
    return (kept.isEmpty() ? "" : "; the policy before stays with " + named(kept))
        + (closed.isEmpty() ? "" : "; everything is denied to and from " + named(closed));
  }

  private static boolean isClosed(@Nullable EndpointPolicy policy) {
    return policy == null || (isClosed(policy.ingress()) && isClosed(policy.egress()));
  }

  private static boolean isClosed(DirectionPolicy policy) {
    return policy.enforced() && policy.entries().isEmpty();
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
