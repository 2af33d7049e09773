package dev.chancery.testproxy.traffic;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a connection manager makes of the path of a request, before its filters see it. */
sealed interface HttpPath {
  /** Goes on under this path. */
  record Accepted(String path) implements HttpPath {}

  /** Answered with 307 to this path. */
  record Redirected(String location) implements HttpPath {}

  /** Answered with 400. */
  record Refused(String reason) implements HttpPath {}

  /** {@code %2F}, {@code %5C}. */
  Pattern ESCAPED_SLASH = Pattern.compile("%(?:2[fF]|5[cC])");

  /** An escape of what needs none, as RFC 3986 §2.3 lists them. */
  Pattern ESCAPED_UNRESERVED =
      Pattern.compile("%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])");

  /**
   * Of a request.
   *
   * @param target of the request line: path and query
   */
  static HttpPath of(String target, HttpConnectionManager settings) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String rest = query < 0 ? "" : target.substring(query);
    if (!path.startsWith("/") || target.indexOf('#') >= 0) {
      return new Refused("not an absolute path: " + target.length() + " characters");
    }
    boolean isEscaped = ESCAPED_SLASH.matcher(path).find();
    PathWithEscapedSlashesAction action = settings.getPathWithEscapedSlashesAction();
    boolean unescapes =
        action == PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT
            || action == PathWithEscapedSlashesAction.UNESCAPE_AND_FORWARD;
    if (isEscaped && action == PathWithEscapedSlashesAction.REJECT_REQUEST) {
      return new Refused("escaped slash");
    }
    String result =
        isEscaped && unescapes
            ? ESCAPED_SLASH.matcher(path).replaceAll(m -> m.group().startsWith("%2") ? "/" : "\\\\")
            : path;
    if (settings.getNormalizePath().getValue()) {
      if (result.contains("%00")) {
        return new Refused("escaped NUL");
      }
      result = withoutDots(unescaped(result).replace('\\', '/'));
    }
    if (settings.getMergeSlashes()) {
      result = result.replaceAll("/{2,}", "/");
    }
    return isEscaped && action == PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT
        ? new Redirected(result + rest)
        : new Accepted(result + rest);
  }

  private static String unescaped(String path) {
    return ESCAPED_UNRESERVED
        .matcher(path)
        .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(character(m)));
  }

  private static String character(MatchResult escape) {
    return String.valueOf((char) Integer.parseInt(escape.group().substring(1), 16));
  }

  /** RFC 3986 §5.2.4. */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean isLast = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> {
          if (isLast) {
            kept.addLast("");
          }
        }
        case ".." -> {
          kept.pollLast();
          if (isLast) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }
}
