package dev.chancery.agent.engines;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one path of many spellings: escapes of unreserved characters are undone, backslashes are
 * slashes, dot segments are gone (RFC 3986, sections 5.2.4 and 6.2.2). The query stays as it is.
 */
final class CanonicalPath {
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final Pattern UNRESERVED = Pattern.compile("[-A-Za-z0-9._~]");
  private static final Pattern ESCAPED_SLASH = Pattern.compile("%(2[Ff]|5[Cc])");

  private CanonicalPath() {}

  static boolean hasEscapedSlash(String path) {
    return ESCAPED_SLASH.matcher(path.split("\\?", 2)[0]).find();
  }

  /** Empty for a path with an escaped NUL, which has none. */
  static Optional<String> of(String written, boolean mergeSlashes) {
    String path = written.split("\\?", 2)[0];
    if (path.contains("%00")) {
      return Optional.empty();
    }
    String plain =
        ESCAPE
            .matcher(path)
            .replaceAll(
                m -> {
                  String character = String.valueOf((char) Integer.parseInt(m.group(1), 16));
                  return UNRESERVED.matcher(character).matches() ? character : m.group();
                });
    String canonical = withoutDots(plain.replace('\\', '/'));
    return Optional.of(
        (mergeSlashes ? canonical.replaceAll("/+", "/") : canonical)
            + written.substring(path.length()));
  }

  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean isUp = segments[i].equals("..");
      boolean isDots = isUp || segments[i].equals(".");
      if (isUp) {
        kept.pollLast();
      }
      if (!isDots) {
        kept.addLast(segments[i]);
      } else if (i == segments.length - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
