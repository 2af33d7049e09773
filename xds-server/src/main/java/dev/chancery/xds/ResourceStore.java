package dev.chancery.xds;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one view: what every client of that view is to have.
 *
 * <p>One lock guards the tables and what each {@link Watch} has still to send. An update changes
 * both in one step, and a stream takes what it sends in one step, so that no stream sees half an
 * update, or a new listener before the new cluster of the same update. The lock is held for work in
 * memory that is proportional to the changed resources and their watchers; nothing is sent and no
 * listener runs under it. What a slow client has not been sent is a set of names: the resource is
 * read when it is sent, and the latest wins.
 */
public final class ResourceStore {
  private final Object lock = new Object();
  private final Map<String, TypeTable> tables = new HashMap<>();
  private long sequence;

  ResourceStore() {}

  /** Sets resources. */
  public Publication set(Resource... resources) {
    return update(List.of(resources), List.of());
  }

  /** Removes resources; those that do not exist are none the less gone. */
  public Publication remove(ResourceKey... keys) {
    return update(List.of(), List.of(keys));
  }

  /**
   * Sets and removes in one step. Setting a resource to the content it has changes nothing and
   * sends nothing.
   *
   * @throws IllegalArgumentException if a key is named twice; nothing has changed then
   */
  public Publication update(Collection<Resource> set, Collection<ResourceKey> removed) {
    Map<ResourceKey, String> versions = versions(set, removed);
    Set<ResourceKey> changed = new HashSet<>();
    Set<Watch> touched = new HashSet<>();
    synchronized (lock) {
      sequence++;
      for (Resource resource : set) {
        if (table(resource.key().typeUrl()).put(resource, sequence, touched)) {
          changed.add(resource.key());
        }
      }
      for (ResourceKey key : removed) {
        if (table(key.typeUrl()).remove(key.name(), touched)) {
          changed.add(key);
        }
        dropIfUnused(key.typeUrl());
      }
    }
    touched.forEach(Watch::wake);
    return new Publication(versions, changed);
  }

  public Optional<Resource> get(ResourceKey key) {
    synchronized (lock) {
      return Optional.ofNullable(entry(key)).map(TypeTable.Entry::resource);
    }
  }

  /** All resources, by type and name. */
  public SortedMap<ResourceKey, Resource> snapshot() {
    SortedMap<ResourceKey, Resource> all = new TreeMap<>();
    synchronized (lock) {
      for (TypeTable table : tables.values()) {
        table.resources().forEach(resource -> all.put(resource.key(), resource));
      }
    }
    return all;
  }

  /** Runs work that reads the tables or touches a watch. The work must not call out. */
  <T> T atomically(Supplier<T> work) {
    synchronized (lock) {
      return work.get();
    }
  }

  /** A new watch of a type, wanting nothing yet. */
  Watch watch(String typeUrl, Runnable wake) {
    synchronized (lock) {
      return new Watch(table(typeUrl), wake);
    }
  }

  void close(Watch watch) {
    synchronized (lock) {
      watch.clear();
      dropIfUnused(watch.typeUrl());
    }
  }

  boolean knows(String typeUrl) {
    synchronized (lock) {
      TypeTable table = tables.get(typeUrl);
      return table != null && !table.isEmpty();
    }
  }

  /** Number of the last update: what any later one exceeds. Call within {@link #atomically}. */
  long sequence() {
    return sequence;
  }

  /** What a key has now. Call within {@link #atomically}. */
  TypeTable.@Nullable Entry entry(ResourceKey key) {
    TypeTable table = tables.get(key.typeUrl());
    return table == null ? null : table.get(key.name());
  }

  /** Whether there is nothing in it and nobody watches. */
  boolean isIdle() {
    synchronized (lock) {
      return tables.isEmpty();
    }
  }

  private TypeTable table(String typeUrl) {
    return tables.computeIfAbsent(typeUrl, TypeTable::new);
  }

  private void dropIfUnused(String typeUrl) {
    TypeTable table = tables.get(typeUrl);
    if (table != null && table.isUnused()) {
      tables.remove(typeUrl);
    }
  }

  private static Map<ResourceKey, String> versions(
      Collection<Resource> set, Collection<ResourceKey> removed) {
    Map<ResourceKey, String> versions = new HashMap<>();
    set.forEach(resource -> putOnce(versions, resource.key(), resource.version()));
    removed.forEach(key -> putOnce(versions, key, ""));
    return versions;
  }

  private static void putOnce(Map<ResourceKey, String> versions, ResourceKey key, String version) {
    if (versions.putIfAbsent(key, version) != null) {
      throw new IllegalArgumentException("update: " + key + " twice (expected: each key once)");
    }
  }
}
