package dev.chancery.policy.identity;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Numbers given to names, within a range. Immutable; the map is all there is to store.
 *
 * <p>The first candidate is a hash of the name, so that the same names get the same numbers after a
 * restart, even without the stored map, as long as none collide; a collision takes the next free
 * number. What has a number keeps it.
 *
 * @param first lowest number
 * @param last highest number
 */
public record Assignments(int first, int last, Map<String, Integer> numbers) {
  /**
   * @throws IllegalArgumentException if a number is out of range or given twice
   */
  public Assignments {
    numbers = Map.copyOf(numbers);
    var seen = new HashSet<Integer>();
    for (var entry : numbers.entrySet()) {
      int number = entry.getValue();
      if (number < first || number > last || !seen.add(number)) {
        throw new IllegalArgumentException(
            "number of "
                + entry.getKey()
                + ": "
                + number
                + " (expected: "
                + first
                + "-"
                + last
                + ", each once)");
      }
    }
  }

  /**
   * With a number for each of these too.
   *
   * @throws IllegalStateException if the range is used up
   */
  public Assignments plus(Collection<String> names) {
    var added = new TreeSet<>(names);
    added.removeAll(numbers.keySet());
    if (added.isEmpty()) {
      return this;
    }
    var all = new TreeMap<>(numbers);
    var taken = new HashSet<>(numbers.values());
    for (String name : added) {
      all.put(name, free(name, taken));
    }
    return new Assignments(first, last, all);
  }

  /** Without what is in none of these. */
  public Assignments only(Collection<String> names) {
    var kept = new TreeMap<>(numbers);
    kept.keySet().retainAll(Set.copyOf(names));
    return kept.size() == numbers.size() ? this : new Assignments(first, last, kept);
  }

  private int free(String name, Set<Integer> taken) {
    int size = last - first + 1;
    if (taken.size() >= size) {
      throw new IllegalStateException("no number left in " + first + "-" + last);
    }
    var hash = new CRC32();
    hash.update(name.getBytes(StandardCharsets.UTF_8));
    int offset = (int) (hash.getValue() % size);
    while (!taken.add(first + offset)) {
      offset = (offset + 1) % size;
    }
    return first + offset;
  }
}
