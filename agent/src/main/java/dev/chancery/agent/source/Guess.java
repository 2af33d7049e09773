package dev.chancery.agent.source;

import dev.chancery.policy.parse.syntax.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known word was probably meant. */
public final class Guess {
  private Guess() {}

  /** {@code (did you mean x?)}, or {@code (expected: one of a, b)} where no word is near. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known)
        .map(n -> " (did you mean " + n + "?)")
        .orElse(" (expected: " + expected(known) + ")");
  }

  private static String expected(Collection<String> known) {
    return known.isEmpty() ? "none" : "one of " + String.join(", ", known);
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> EditDistance.between(k, word)))
        .filter(k -> 3 * EditDistance.between(k, word) <= Math.max(k.length(), word.length()));
  }
}
