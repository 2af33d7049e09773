package dev.chancery.policy.persistent;

import java.util.Set;

/**
 * An immutable bag: how often each element is in it. For what exists as long as somebody needs it.
 *
 * @param counts how often, at least once
 */
public record PersistentBag<T>(PersistentMap<T, Integer> counts) {
  public static <T> PersistentBag<T> empty() {
    return new PersistentBag<>(PersistentMap.empty());
  }

  /** With this element once more. */
  public PersistentBag<T> with(T element) {
    return new PersistentBag<>(counts.with(element, counts.getOrDefault(element, 0) + 1));
  }

  /** With this element once less. */
  public PersistentBag<T> without(T element) {
    int count = counts.getOrDefault(element, 0);
    return count > 1
        ? new PersistentBag<>(counts.with(element, count - 1))
        : new PersistentBag<>(counts.without(element));
  }

  public boolean contains(T element) {
    return counts.containsKey(element);
  }

  /** Each element once. */
  public Set<T> elements() {
    return counts.keySet();
  }
}
