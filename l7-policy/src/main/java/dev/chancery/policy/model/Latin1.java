package dev.chancery.policy.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How texts of a policy meet the bytes of a request: as bytes, each read as one character. */
final class Latin1 {
  private Latin1() {}

  /** The UTF-8 bytes of a text, one character each. */
  static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The text whose UTF-8 bytes these are; empty for none. */
  static String textOf(@Nullable String bytes) {
    return bytes == null
        ? ""
        : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
