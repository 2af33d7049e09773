package dev.chancery.redaction;

/** Text that has a UTF-8 form. */
final class ValidText {
  private ValidText() {}

  /** With U+FFFD in place of every surrogate that stands alone. */
  static String of(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
