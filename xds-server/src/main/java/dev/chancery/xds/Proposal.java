package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * A snapshot that may be sent next.
 *
 * @param content by name
 * @param changes names in {@code content} that are new to the client
 * @param gone names that the client has and {@code content} does not
 */
record Proposal(SortedMap<String, Resource> content, Set<String> changes, Set<String> gone) {
  String hash() {
    return ContentHash.of(content.values());
  }

  boolean isAbout(String name) {
    return changes.contains(name) || gone.contains(name);
  }

  /** What an answer will be about. */
  List<Item> items(Map<String, Told> told) {
    List<Item> items = new ArrayList<>();
    told.forEach(
        (name, each) -> {
          if (isAbout(name)) {
            items.add(Item.of(name, each));
          }
        });
    return items;
  }
}
