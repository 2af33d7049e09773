package dev.chancery.xds;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one type and who watches them, indexed so that a change costs its watchers.
 * Guarded by the lock of its {@link ResourceStore}.
 */
final class TypeTable {
  /**
   * A resource and the number of the update that gave it this content.
   *
   * @param sequence grows from update to update
   */
  record Entry(Resource resource, long sequence) {}

  private final String typeUrl;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Set<Watch>> byName = new HashMap<>();
  private final Set<Watch> wildcards = new HashSet<>();
  private int open;
  private long changes;

  TypeTable(String typeUrl) {
    this.typeUrl = typeUrl;
  }

  String typeUrl() {
    return typeUrl;
  }

  /** How often the content of this type has changed. */
  long changes() {
    return changes;
  }

  @Nullable Entry get(String name) {
    return entries.get(name);
  }

  Set<String> names() {
    return entries.keySet();
  }

  Collection<Resource> resources() {
    return entries.values().stream().map(Entry::resource).toList();
  }

  boolean put(Resource resource, long sequence, Set<Watch> touched) {
    Entry old = entries.get(resource.name());
    if (old != null && old.resource().version().equals(resource.version())) {
      return false;
    }
    entries.put(resource.name(), new Entry(resource, sequence));
    changed(resource.name(), touched);
    return true;
  }

  boolean remove(String name, Set<Watch> touched) {
    if (entries.remove(name) == null) {
      return false;
    }
    changed(name, touched);
    return true;
  }

  void opened() {
    open++;
  }

  void closed() {
    open--;
  }

  void addWildcard(Watch watch) {
    wildcards.add(watch);
  }

  void removeWildcard(Watch watch) {
    wildcards.remove(watch);
  }

  void add(String name, Watch watch) {
    byName.computeIfAbsent(name, n -> new HashSet<>()).add(watch);
  }

  void remove(String name, Watch watch) {
    Set<Watch> watches = byName.get(name);
    if (watches != null && watches.remove(watch) && watches.isEmpty()) {
      byName.remove(name);
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean isUnused() {
    return open == 0 && entries.isEmpty();
  }

  private void changed(String name, Set<Watch> touched) {
    changes++;
    Consumer<Watch> tell =
        watch -> {
          watch.offer(name);
          touched.add(watch);
        };
    byName.getOrDefault(name, Set.of()).forEach(tell);
    wildcards.forEach(tell);
  }
}
