package dev.chancery.flows.decode;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts over-long values, with a mark that says so, and counts them. It comes after redaction: a cut
 * before it could take away the delimiter by which a secret is known.
 */
final class FieldLimits {
  static final int URL_CHARS = 16 * 1024;
  static final int HEADER_CHARS = 8 * 1024;
  static final int METHOD_CHARS = 128;

  private final AtomicLong truncated = new AtomicLong();

  /** At most {@code limit} characters, and the mark. */
  String limit(String value, int limit) {
    if (value.length() <= limit) {
      return value;
    }
    truncated.incrementAndGet();
    int end = Character.isHighSurrogate(value.charAt(limit - 1)) ? limit - 1 : limit;
    int cut = value.substring(end).getBytes(StandardCharsets.UTF_8).length;
    return value.substring(0, end) + "…[truncated " + cut + " bytes]";
  }

  long truncated() {
    return truncated.get();
  }
}
