package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IdentitySet;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.peer.ListChange;
import dev.chancery.policy.peer.SelectorIndex;
import dev.chancery.policy.persistent.PersistentMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that bind the endpoints of each identity, in the order of their policies. Immutable.
 *
 * @param rules by number of the identity
 */
record Bindings(PersistentMap<Integer, List<Rule>> rules) {
  static final Bindings NONE = new Bindings(PersistentMap.empty());

  List<Rule> of(Identity identity) {
    return rules.getOrDefault(identity.number(), List.of());
  }

  /**
   * The bindings after a change.
   *
   * @param identities that exist now, by what they have
   * @param gone numbers of identities that no endpoint has any more
   * @param fresh identities of endpoints that are new, or have other labels than before
   * @param changed gets the numbers of identities that other rules bind than before
   */
  Bindings next(
      SelectorIndex identities,
      Collection<Integer> gone,
      Collection<Identity> fresh,
      ListChange<Policy> policies,
      Set<Integer> changed) {
    var now = rules;
    for (int number : gone) {
      now = now.without(number);
    }
    if (!fresh.isEmpty()) {
      Set<Policy> added = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
      added.addAll(policies.added());
      List<Rule> kept =
          policies.now().stream()
              .filter(p -> !added.contains(p))
              .flatMap(p -> p.rules().stream())
              .toList();
      for (Identity identity : fresh) {
        now = now.with(identity.number(), binding(kept, identity));
        changed.add(identity.number());
      }
    }
    return policies.isEmpty() ? new Bindings(now) : edited(now, identities, policies, changed);
  }

  private static List<Rule> binding(List<Rule> rules, Identity identity) {
    return rules.stream().filter(r -> r.binds(identity.labels())).toList();
  }

  private static Bindings edited(
      PersistentMap<Integer, List<Rule>> rules,
      SelectorIndex identities,
      ListChange<Policy> policies,
      Set<Integer> changed) {
    Set<Integer> touched = new HashSet<>();
    Map<Integer, List<Rule>> edited = new java.util.HashMap<>();
    for (Policy policy : policies.removed()) {
      for (Rule rule : policy.rules()) {
        for (int number : bound(rule, identities)) {
          if (rules.containsKey(number)) {
            removeOne(edited.computeIfAbsent(number, n -> copy(rules, n)), rule);
            touched.add(number);
          }
        }
      }
    }
    for (Policy policy : policies.added()) {
      for (Rule rule : policy.rules()) {
        for (int number : bound(rule, identities)) {
          if (rules.containsKey(number)) {
            edited.computeIfAbsent(number, n -> copy(rules, n)).add(rule);
            touched.add(number);
          }
        }
      }
    }
    IdentityHashMap<Rule, Integer> places = places(policies.now());
    var now = rules;
    for (var entry : edited.entrySet()) {
      entry.getValue().sort(Comparator.comparing(r -> places.getOrDefault(r, 0)));
      now = now.with(entry.getKey(), List.copyOf(entry.getValue()));
    }
    changed.addAll(touched);
    return new Bindings(now);
  }

  private static List<Rule> copy(Map<Integer, List<Rule>> rules, int number) {
    return new ArrayList<>(rules.getOrDefault(number, List.of()));
  }

  @SuppressWarnings("ReferenceEquality") // Of equal rules the very one that goes is meant.
  private static void removeOne(List<Rule> rules, Rule rule) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i) == rule) {
        rules.remove(i);
        return;
      }
    }
  }

  private static IdentitySet bound(Rule rule, SelectorIndex identities) {
    return rule.subject() instanceof Subject.Endpoints subject
        ? identities.matching(subject.selector())
        : IdentitySet.EMPTY;
  }

  private static IdentityHashMap<Rule, Integer> places(List<Policy> policies) {
    IdentityHashMap<Rule, Integer> places = new IdentityHashMap<>();
    for (Policy policy : policies) {
      policy.rules().forEach(rule -> places.put(rule, places.size()));
    }
    return places;
  }
}
