package dev.chancery.redaction.url;

import java.nio.charset.StandardCharsets;

/**
 * Text as a string of bytes: every char is one byte of its UTF-8 form. Escapes in a URL stand for
 * bytes, which need not be text.
 */
final class Bytes {
  private Bytes() {}

  static String of(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Text again; what is not UTF-8 becomes U+FFFD. */
  static String toText(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
