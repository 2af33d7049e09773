package dev.chancery.testproxy.policy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One line of a request's head.
 *
 * @param name lower case; pseudo headers begin with a colon
 * @param value bytes as characters of Latin-1
 */
public record Header(String name, String value) {
  public Header {
    name = name.toLowerCase(Locale.ROOT);
  }

  /**
   * What a message says as text meets the bytes of a request: those of UTF-8, one character each.
   */
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
