package dev.chancery.xds;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one stream wants of one type, and which of it has changed since it was last sent. Guarded by
 * the lock of its {@link ResourceStore}.
 *
 * <p>A name is in at most one of the two sets of unsent changes: in {@code present} exactly when
 * the resource exists.
 */
final class Watch {
  private final TypeTable table;
  private final Runnable wake;
  private final SortedSet<String> names = new TreeSet<>();
  private final Set<String> present = new LinkedHashSet<>();
  private final Set<String> absent = new LinkedHashSet<>();
  private boolean wildcard;

  Watch(TypeTable table, Runnable wake) {
    this.table = table;
    this.wake = wake;
    table.opened();
  }

  String typeUrl() {
    return table.typeUrl();
  }

  TypeTable table() {
    return table;
  }

  boolean isWildcard() {
    return wildcard;
  }

  SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(names);
  }

  boolean covers(String name) {
    return wildcard || names.contains(name);
  }

  void setWildcard(boolean on) {
    if (on && !wildcard) {
      table.addWildcard(this);
      table.names().forEach(this::offer);
    } else if (!on) {
      table.removeWildcard(this);
    }
    wildcard = on;
    forgetUncovered();
  }

  boolean add(String name) {
    if (!names.add(name)) {
      return false;
    }
    table.add(name, this);
    offer(name);
    return true;
  }

  boolean remove(String name) {
    if (!names.remove(name)) {
      return false;
    }
    table.remove(name, this);
    forgetUncovered(name);
    return true;
  }

  /** Notes that the client may have to be told of a name. */
  void offer(String name) {
    boolean exists = table.get(name) != null;
    (exists ? present : absent).add(name);
    (exists ? absent : present).remove(name);
  }

  boolean hasPresent() {
    return !present.isEmpty();
  }

  boolean hasAbsent() {
    return !absent.isEmpty();
  }

  int unsent() {
    return present.size() + absent.size();
  }

  boolean isUnsent(String name) {
    return present.contains(name) || absent.contains(name);
  }

  TypeTable.@Nullable Entry nextPresent() {
    String name = poll(present);
    return name == null ? null : table.get(name);
  }

  @Nullable String nextAbsent() {
    return poll(absent);
  }

  /** Tells the stream that there is something to send. Not under the lock. */
  void wake() {
    wake.run();
  }

  void clear() {
    table.removeWildcard(this);
    names.forEach(name -> table.remove(name, this));
    names.clear();
    present.clear();
    absent.clear();
    table.closed();
  }

  private void forgetUncovered() {
    present.removeIf(name -> !covers(name));
    absent.removeIf(name -> !covers(name));
  }

  private void forgetUncovered(String name) {
    if (!covers(name)) {
      present.remove(name);
      absent.remove(name);
    }
  }

  private static @Nullable String poll(Set<String> set) {
    if (set.isEmpty()) {
      return null;
    }
    String first = set.iterator().next();
    set.remove(first);
    return first;
  }
}
