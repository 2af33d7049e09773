package dev.chancery.envoy.rbac;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.ReservedIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Prefixes grouped by what a policy says of them. A prefix that an enclosing one already answers
 * for is left out.
 *
 * @param <T> what is said of an identity; compared with {@code equals}
 * @param others what is said of every address that no prefix holds: of the world
 */
record PeerClasses<T>(Map<T, List<IpPrefix>> classes, T others) {
  static <T> PeerClasses<T> of(IpCache cache, IntFunction<T> verdict) {
    Map<Integer, T> verdicts = new LinkedHashMap<>();
    T others = verdict.apply(ReservedIdentity.WORLD.number());
    Map<T, List<IpPrefix>> classes = new LinkedHashMap<>();
    Deque<Map.Entry<IpPrefix, T>> enclosing = new ArrayDeque<>();
    // Ascending order puts a prefix right before those that it encloses.
    cache
        .prefixes()
        .forEach(
            (prefix, identity) -> {
              T own = verdicts.computeIfAbsent(identity.number(), verdict::apply);
              while (!enclosing.isEmpty() && !enclosing.peek().getKey().contains(prefix)) {
                enclosing.pop();
              }
              T outer = enclosing.isEmpty() ? others : enclosing.peek().getValue();
              enclosing.push(Map.entry(prefix, own));
              if (!own.equals(outer)) {
                classes.computeIfAbsent(own, k -> new ArrayList<>()).add(prefix);
              }
            });
    return new PeerClasses<>(classes, others);
  }
}
