package dev.chancery.policy.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What makes one list out of another. Items are compared by reference first and then by value; one
 * that is equal to an old one is that old one in {@code now}, so that what was made of it is found
 * again.
 *
 * @param removed in the order of the old list
 * @param added in the order of the new list
 * @param now the new list
 */
public record ListChange<T>(List<T> removed, List<T> added, List<T> now) {

  /**
   * @param key what an old and a new version of an item have in common
   */
  public static <T> ListChange<T> between(List<T> old, List<T> now, Function<T, ?> key) {
    int shorter = Math.min(old.size(), now.size());
    int head = 0;
    while (head < shorter && old.get(head) == now.get(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && old.get(old.size() - 1 - tail) == now.get(now.size() - 1 - tail)) {
      tail++;
    }
    List<T> oldMiddle = old.subList(head, old.size() - tail);
    List<T> newMiddle = now.subList(head, now.size() - tail);
    if (oldMiddle.isEmpty() || newMiddle.isEmpty()) {
      return new ListChange<>(oldMiddle, newMiddle, now);
    }
    List<T> interned = interned(oldMiddle, newMiddle, key);
    List<T> all = new ArrayList<>(now.subList(0, head));
    all.addAll(interned);
    all.addAll(now.subList(now.size() - tail, now.size()));
    return inOrder(oldMiddle, interned, List.copyOf(all));
  }

  /** The new items, each that is equal to an old one in that one's place. */
  private static <T> List<T> interned(List<T> old, List<T> now, Function<T, ?> key) {
    Map<Object, Deque<T>> byKey = new HashMap<>();
    old.forEach(o -> byKey.computeIfAbsent(key.apply(o), k -> new ArrayDeque<>()).add(o));
    List<T> interned = new ArrayList<>();
    for (T item : now) {
      Deque<T> candidates = byKey.get(key.apply(item));
      T same = item;
      if (candidates != null && !candidates.isEmpty() && isSame(candidates.peek(), item)) {
        same = candidates.remove();
      }
      interned.add(same);
    }
    return interned;
  }

  private static <T> boolean isSame(T old, T now) {
    return old == now || old.equals(now);
  }

  /**
   * What stays must stand in the order in which it stood: the first item that does not, and all
   * behind it, count as removed and added.
   */
  private static <T> ListChange<T> inOrder(List<T> old, List<T> now, List<T> all) {
    IdentityHashMap<Object, Integer> places = new IdentityHashMap<>();
    for (int i = 0; i < old.size(); i++) {
      places.put(old.get(i), i);
    }
    boolean[] kept = new boolean[old.size()];
    List<T> added = new ArrayList<>();
    int last = -1;
    for (T item : now) {
      int place = places.getOrDefault(item, -1);
      if (place > last) {
        kept[place] = true;
        last = place;
      } else {
        added.add(item);
      }
    }
    List<T> removed = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      if (!kept[i]) {
        removed.add(old.get(i));
      }
    }
    return new ListChange<>(removed, added, all);
  }

  public boolean isEmpty() {
    return removed.isEmpty() && added.isEmpty();
  }
}
