package dev.chancery.agent.source;

import dev.chancery.agent.source.Parsed.Broken;
import dev.chancery.agent.source.Parsed.Good;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The newest good version of every object. A value: {@link #next} gives the one that follows.
 *
 * @param held in the order of the documents
 */
public record LastGood<K, V>(Map<K, Held<V>> held) {
  /** An object's version, and where it was read. */
  public record Held<V>(Location location, V value) {}

  /**
   * What follows, and what is to be told about it.
   *
   * @param stale the objects whose older version stays because the newer one is broken
   */
  public record Step<K, V>(LastGood<K, V> state, Set<K> stale, List<Problem> problems) {
    public Step {
      stale = Set.copyOf(stale);
      problems = List.copyOf(problems);
    }
  }

  public LastGood {
    held = Collections.unmodifiableMap(new LinkedHashMap<>(held));
  }

  public static <K, V> LastGood<K, V> empty() {
    return new LastGood<>(Map.of());
  }

  /**
   * The versions in force after all documents were read anew.
   *
   * <ul>
   *   <li>Good documents replace what was held. Where two files give one object, the file that gave
   *       it before goes on doing so, even broken, else the first; the other is a problem.
   *   <li>A broken document keeps the version held of its object. One that does not say which
   *       object it is keeps every object held from its file that no document of now gives.
   *   <li>What no document gives is no longer held.
   * </ul>
   */
  public Step<K, V> next(List<Parsed<K, V>> documents) {
    var problems = new ArrayList<Problem>();
    var next = new LinkedHashMap<K, Held<V>>();
    var stale = new HashSet<K>();
    var brokenFiles = new HashSet<String>();
    for (var document : documents) {
      if (document instanceof Good<K, V> good) {
        take(good, next, problems);
      }
    }
    for (var document : documents) {
      if (document instanceof Broken<K, V> broken) {
        problems.addAll(broken.problems());
        broken
            .key()
            .ifPresentOrElse(
                key -> {
                  stale.add(key);
                  if (isFrom(broken.location().file(), key)) {
                    next.remove(key);
                  }
                },
                () -> brokenFiles.add(broken.location().file()));
      }
    }
    held.forEach(
        (key, old) -> {
          if (brokenFiles.contains(old.location().file())) {
            stale.add(key);
          }
        });
    stale.removeIf(key -> next.containsKey(key) || !held.containsKey(key));
    held.forEach(
        (key, old) -> {
          if (stale.contains(key)) {
            next.put(key, old);
          }
        });
    return new Step<>(new LastGood<>(next), stale, problems);
  }

  private void take(Good<K, V> good, Map<K, Held<V>> next, List<Problem> problems) {
    var candidate = new Held<>(good.location(), good.value());
    var other = next.get(good.key());
    if (other == null) {
      next.put(good.key(), candidate);
      return;
    }
    var keepsPlace =
        isFrom(good.location().file(), good.key()) && !isFrom(other.location().file(), good.key());
    var used = keepsPlace ? candidate : other;
    var refused = keepsPlace ? other : candidate;
    next.put(good.key(), used);
    problems.add(
        Problem.error(
            "duplicate-object",
            "metadata.name",
            refused.location(),
            "%s: also in %s, which is used (expected: one document an object)"
                .formatted(good.key(), used.location())));
  }

  private boolean isFrom(String file, K key) {
    var before = held.get(key);
    return before != null && before.location().file().equals(file);
  }
}
