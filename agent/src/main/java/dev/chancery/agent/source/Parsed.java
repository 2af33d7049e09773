package dev.chancery.agent.source;

import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.util.List;
import java.util.Optional;

/** What became of one document: an object, or what is wrong with it. */
public sealed interface Parsed<K, V> {
  /** Where the document begins; objects are told apart by its file. */
  Location location();

  record Good<K, V>(Location location, K key, V value) implements Parsed<K, V> {}

  /**
   * A document with at least one error.
   *
   * @param key empty where the document does not even tell which object it is
   */
  record Broken<K, V>(Location location, Optional<K> key, List<Problem> problems)
      implements Parsed<K, V> {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
