package dev.chancery.testproxy.policy;

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
}
