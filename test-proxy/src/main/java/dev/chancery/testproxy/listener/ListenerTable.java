package dev.chancery.testproxy.listener;

import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dynamic listeners, by name. Immutable: a response makes a new table, in which what it does
 * not name is gone, what is good is taken, and what is refused stays as it was (gotchas 10, 11 and
 * 16).
 */
public final class ListenerTable {
  /** Names that the bootstrap owns (§1.6). */
  public static final Set<String> STATIC =
      Set.of("envoy-prometheus-metrics-listener", "envoy-health-listener", "envoy-admin-listener");

  private final SortedMap<String, ProxyListener> byName;

  private ListenerTable(SortedMap<String, ProxyListener> byName) {
    this.byName = byName;
  }

  /**
   * What a response led to.
   *
   * @param table what is in force afterwards
   * @param errors why listeners were refused; none: the response is good
   */
  public record Outcome(ListenerTable table, List<Rejected> errors) {}

  /** No listeners. */
  public static ListenerTable none() {
    return new ListenerTable(new TreeMap<>());
  }

  /** The table after a whole response. */
  public Outcome replacedBy(List<Listener> response, Surroundings around) {
    SortedMap<String, ProxyListener> next = new TreeMap<>();
    List<Listener> fresh = new ArrayList<>();
    for (Listener listener : response) {
      ProxyListener old = byName.get(listener.getName());
      if (old != null) {
        next.put(old.name(), old);
      }
      if (STATIC.contains(listener.getName())) {
        around.audit().note(11, "listener of the bootstrap: " + listener.getName());
      } else {
        fresh.add(listener);
      }
    }
    List<Rejected> errors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Listener listener : fresh) {
      try {
        next.put(listener.getName(), take(listener, seen, next, around));
      } catch (Rejected e) {
        errors.add(new Rejected(e.gotcha(), listener.getName() + ": " + e.text()));
      }
    }
    return new Outcome(new ListenerTable(next), errors);
  }

  private ProxyListener take(
      Listener listener, Set<String> seen, Map<String, ProxyListener> others, Surroundings around)
      throws Rejected {
    if (!seen.add(listener.getName())) {
      throw new Rejected(10, "duplicate listener " + listener.getName() + " found");
    }
    ProxyListener old = byName.get(listener.getName());
    if (old != null && old.proto().equals(listener)) {
      return old;
    }
    ProxyListener read = new ListenerReader(around).read(listener);
    if (old != null && !old.addresses().equals(read.addresses())) {
      throw new Rejected(
          10,
          "error updating listener: '"
              + read.name()
              + "' has a different address '"
              + read.places()
              + "' from existing listener address '"
              + old.places()
              + "'");
    }
    for (ProxyListener other : others.values()) {
      if (!other.name().equals(read.name())) {
        sideBySide(read, other);
      }
    }
    return read;
  }

  private static void sideBySide(ProxyListener read, ProxyListener other) throws Rejected {
    if (!Collections.disjoint(read.addresses(), other.addresses())) {
      throw new Rejected(
          10,
          "error adding listener: '"
              + read.name()
              + "' has duplicate address '"
              + read.places()
              + "' as existing listener");
    }
    Optional<String> mine = read.metadata().map(BpfMetadata::getBpfRoot);
    Optional<String> theirs = other.metadata().map(BpfMetadata::getBpfRoot);
    if (mine.isPresent() && theirs.isPresent() && !mine.equals(theirs)) {
      throw new Rejected(
          10,
          "cilium.bpf_metadata: bpf_root '"
              + mine.get()
              + "' differs from '"
              + theirs.get()
              + "' of this process");
    }
  }

  /** All of them, by name. */
  public Collection<ProxyListener> listeners() {
    return List.copyOf(byName.values());
  }

  /** Whether nothing is listened on. */
  public boolean isEmpty() {
    return byName.isEmpty();
  }
}
