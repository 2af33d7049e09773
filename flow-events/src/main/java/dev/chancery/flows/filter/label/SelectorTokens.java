package dev.chancery.flows.filter.label;

import java.util.ArrayList;
import java.util.List;

/** Splits a selector into words and symbols. */
final class SelectorTokens {
  private static final String SYMBOLS = "=!(),><";
  private static final List<String> LONG_SYMBOLS = List.of("==", "!=");

  private SelectorTokens() {}

  /** The tokens, ended by an empty one. */
  static List<String> of(String selector) {
    var tokens = new ArrayList<String>();
    int position = 0;
    while (position < selector.length()) {
      int start = position;
      char first = selector.charAt(position);
      if (isBlank(first)) {
        position++;
        continue;
      }
      if (isSymbol(first)) {
        position += LONG_SYMBOLS.stream().anyMatch(s -> selector.startsWith(s, start)) ? 2 : 1;
      } else {
        while (position < selector.length()
            && !isSymbol(selector.charAt(position))
            && !isBlank(selector.charAt(position))) {
          position++;
        }
      }
      tokens.add(selector.substring(start, position));
    }
    tokens.add("");
    return tokens;
  }

  /** Keywords are words too. */
  static boolean isWord(String token) {
    return !token.isEmpty() && !isSymbol(token.charAt(0));
  }

  private static boolean isSymbol(char c) {
    return SYMBOLS.indexOf(c) >= 0;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
