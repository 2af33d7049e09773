package dev.chancery.envoy.rbac;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.IpCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Prefixes grouped by what is said of them. A prefix that an enclosing one already answers for is
 * left out.
 *
 * @param <T> what is said; compared with {@code equals}
 * @param others what is said of every address that no prefix holds: of the world
 */
record PeerClasses<T>(Map<T, List<IpPrefix>> classes, T others) {
  /**
   * Groups the prefixes of all caches.
   *
   * @param caches who has which address, one for each ruling
   * @param verdict what is said of the peer that has these identities, one in each cache
   */
  static <T> PeerClasses<T> of(List<IpCache> caches, Function<List<Integer>, T> verdict) {
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    caches.forEach(c -> prefixes.addAll(c.prefixes().keySet()));
    Map<List<Integer>, T> verdicts = new HashMap<>();
    T others = verdict.apply(caches.stream().map(c -> IpCache.OTHERS.number()).toList());
    Map<T, List<IpPrefix>> classes = new LinkedHashMap<>();
    Deque<Map.Entry<IpPrefix, T>> enclosing = new ArrayDeque<>();
    // Ascending order puts a prefix right before those that it encloses.
    for (IpPrefix prefix : prefixes) {
      List<Integer> identities = caches.stream().map(c -> c.identity(prefix).number()).toList();
      T own = verdicts.computeIfAbsent(identities, verdict);
      while (!enclosing.isEmpty() && !enclosing.peek().getKey().contains(prefix)) {
        enclosing.pop();
      }
      T outer = enclosing.isEmpty() ? others : enclosing.peek().getValue();
      enclosing.push(Map.entry(prefix, own));
      if (!own.equals(outer)) {
        classes.computeIfAbsent(own, k -> new ArrayList<>()).add(prefix);
      }
    }
    return new PeerClasses<>(classes, others);
  }
}
