package dev.chancery.policy.lint;

import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.lint.Surroundings.Placed;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the rules that bind at least what a rule binds, by what is demanded of the subject: fewer
 * demands bind more.
 *
 * <p>Each rule is filed under the one of its demands that the fewest rules have, so that a search
 * looks at few rules that do not fit.
 */
final class SubjectIndex {
  private record Filed(int order, Placed placed, Set<Requirement> demands) {}

  private final Map<Requirement, List<Filed>> byRarest = new HashMap<>();
  private final List<Filed> undemanding = new ArrayList<>();

  SubjectIndex(List<Policy> policies) {
    Map<Rule, Filed> all = new LinkedHashMap<>();
    Map<Requirement, Integer> counts = new HashMap<>();
    for (Policy policy : policies) {
      for (Rule rule : policy.rules()) {
        if (rule.subject() instanceof Subject.Endpoints endpoints) {
          var demands = new HashSet<>(endpoints.selector().requirements());
          all.put(rule, new Filed(all.size(), new Placed(policy, rule), demands));
          demands.forEach(d -> counts.merge(d, 1, Integer::sum));
        }
      }
    }
    for (Filed filed : all.values()) {
      filed.demands().stream()
          .min(Comparator.comparing(d -> counts.getOrDefault(d, 0)))
          .map(rarest -> byRarest.computeIfAbsent(rarest, d -> new ArrayList<>()))
          .orElse(undemanding)
          .add(filed);
    }
  }

  /** In the order of the policies; with the rule itself. */
  List<Placed> including(Rule rule) {
    if (!(rule.subject() instanceof Subject.Endpoints endpoints)) {
      return List.of();
    }
    var demands = new HashSet<>(endpoints.selector().requirements());
    Map<Integer, Placed> found = new TreeMap<>();
    undemanding.forEach(f -> found.put(f.order(), f.placed()));
    for (Requirement demand : demands) {
      for (Filed filed : byRarest.getOrDefault(demand, List.of())) {
        if (demands.containsAll(filed.demands())) {
          found.put(filed.order(), filed.placed());
        }
      }
    }
    return List.copyOf(found.values());
  }
}
