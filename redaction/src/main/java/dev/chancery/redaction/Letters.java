package dev.chancery.redaction;

/**
 * A text seen through its percent-escapes, however deeply they are nested: {@code ?}, {@code %3F},
 * {@code %25253f} and {@code %%33F} are one and the same letter. What hides text must look for
 * delimiters here, since somebody downstream may decode once more than we do.
 *
 * <p>Letters are pushed on a stack; an escape on its top becomes one letter, which may complete
 * another escape. Every such step takes two letters away, so the cost is linear.
 */
final class Letters {
  private final String text;
  private final char[] letters;
  private final int[] starts;
  private int size;

  Letters(String text) {
    this.text = text;
    this.letters = new char[text.length()];
    this.starts = new int[text.length() + 1];
    for (int at = 0; at < text.length(); at++) {
      letters[size] = text.charAt(at);
      starts[size] = at;
      size++;
      while (endsWithEscape()) {
        size -= 2;
        letters[size - 1] = (char) (hex(size) << 4 | hex(size + 1));
      }
    }
    starts[size] = text.length();
  }

  private boolean endsWithEscape() {
    return size >= 3 && letters[size - 3] == '%' && hex(size - 2) >= 0 && hex(size - 1) >= 0;
  }

  private int hex(int index) {
    return letters[index] < 0x80 ? Character.digit(letters[index], 16) : -1;
  }

  int size() {
    return size;
  }

  char at(int index) {
    return letters[index];
  }

  /** The text as written, from one letter to another. */
  String written(int from, int to) {
    return text.substring(starts[from], starts[to]);
  }

  /** Index of the first of some letters at or after {@code from}; the size where there is none. */
  int next(String anyOf, int from) {
    int at = from;
    while (at < size && anyOf.indexOf(letters[at]) < 0) {
      at++;
    }
    return at;
  }

  /** Index of the last such letter before {@code to}, at or after {@code from}; or -1. */
  int last(char letter, int from, int to) {
    for (int at = to - 1; at >= from; at--) {
      if (letters[at] == letter) {
        return at;
      }
    }
    return -1;
  }

  /** How many characters a letter was written with: more, the deeper its escape. */
  int width(int index) {
    return starts[index + 1] - starts[index];
  }
}
