package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which changes to send next to a client that refuses a response as a whole. Changes that were
 * refused together are halved until those at fault stand alone; what has changed since is not under
 * suspicion, and takes turns with what is.
 */
final class Trials {
  /** Groups to be tried each by itself, name to version. */
  private final Deque<Map<String, String>> suspects = new ArrayDeque<>();

  private boolean wasFresh;

  boolean isOpen() {
    return !suspects.isEmpty();
  }

  /** This version is tried alone, after what is not under suspicion. */
  void suspect(String name, String version) {
    suspects.addLast(new HashMap<>(Map.of(name, version)));
  }

  /** Refused together: each half is tried next. */
  void halve(List<Item> refused) {
    int middle = refused.size() / 2;
    suspects.addFirst(group(refused.subList(middle, refused.size())));
    suspects.addFirst(group(refused.subList(0, middle)));
  }

  /**
   * Takes the changes to send next out of those that are due; none if none is due.
   *
   * @param due by name
   */
  SortedMap<String, Resource> next(SortedMap<String, Resource> due) {
    for (Map<String, String> group : suspects) {
      group.entrySet().removeIf(each -> !isDue(each.getKey(), each.getValue(), due));
    }
    suspects.removeIf(Map::isEmpty);
    SortedMap<String, Resource> fresh = new TreeMap<>(due);
    suspects.forEach(group -> fresh.keySet().removeAll(group.keySet()));
    wasFresh = !fresh.isEmpty() && !(wasFresh && isOpen());
    Map<String, String> group = wasFresh ? null : suspects.poll();
    if (group == null) {
      return fresh;
    }
    SortedMap<String, Resource> suspected = new TreeMap<>(due);
    suspected.keySet().retainAll(group.keySet());
    return suspected;
  }

  private static boolean isDue(String name, String version, SortedMap<String, Resource> due) {
    Resource resource = due.get(name);
    return resource != null && resource.version().equals(version);
  }

  private static Map<String, String> group(List<Item> items) {
    Map<String, String> group = new HashMap<>();
    items.forEach(item -> group.put(item.name(), item.version()));
    return group;
  }
}
