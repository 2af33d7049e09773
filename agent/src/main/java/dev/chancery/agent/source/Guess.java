package dev.chancery.agent.source;

import dev.chancery.policy.parse.syntax.EditDistance;
import java.util.Collection;

/** Which known word was probably meant. */
public final class Guess {
  private Guess() {}

  /** {@code (did you mean x?)}, or {@code (expected: one of a, b)} where no word is near. */
  public static String hint(String word, Collection<String> known) {
    return EditDistance.near(word, known)
        .map(n -> " (did you mean " + n + "?)")
        .orElse(" (expected: " + expected(known) + ")");
  }

  private static String expected(Collection<String> known) {
    return known.isEmpty() ? "none" : "one of " + String.join(", ", known);
  }
}
