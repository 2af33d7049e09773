package dev.chancery.policy.parse.syntax;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Levenshtein's distance, case ignored: how many letters must change. */
public final class EditDistance {
  private static final int LONGEST = 64;

  private EditDistance() {}

  public static int between(String left, String right) {
    if (left.length() > LONGEST || right.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** The known word with the fewest changes. */
  public static String nearest(String word, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(k -> between(k, word))).orElse("");
  }

  /** As {@link #nearest}, if at most a third of the letters differ. */
  public static Optional<String> near(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> between(k, word)))
        .filter(k -> between(k, word) <= Math.max(k.length(), word.length()) / 3);
  }
}
