package dev.chancery.agent.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Envoy makes of a path before it asks the policy, with {@code normalize_path}, {@code
 * merge_slashes} and {@code UNESCAPE_AND_REDIRECT}. The query is left alone.
 *
 * <p>As measured over HTTP/1.1 with Envoy 1.40. Bytes above ASCII, which HTTP/2 alone may carry in
 * a path, are left as they are.
 */
sealed interface ForwardedPath {
  /** What is wrong or decided, in words; only {@link As} is judged by policy. */
  String text();

  /** Policy judges this path, and the application gets it. */
  record As(String path) implements ForwardedPath {
    @Override
    public String text() {
      return "Envoy forwards this path as " + WrittenRequest.text(path) + ", which policy judges";
    }
  }

  /** The client is sent there, and policy is not asked. */
  record Redirected(String to) implements ForwardedPath {
    @Override
    public String text() {
      return "Envoy answers 307 with location "
          + WrittenRequest.text(to)
          + " and does not ask policy: the path has an escaped slash";
    }
  }

  /** The request is answered with 400, and policy is not asked. */
  record Refused(String reason) implements ForwardedPath {
    @Override
    public String text() {
      return "Envoy refuses this path and does not ask policy: " + reason;
    }
  }

  /**
   * Of a path as a client sends it.
   *
   * @param sent its bytes, one character each, with the query
   */
  static ForwardedPath of(String sent) {
    String path = sent.split("\\?", 2)[0];
    String query = sent.substring(path.length());
    if (!path.startsWith("/")) {
      return new Refused("it does not begin with /");
    }
    if (sent.indexOf('#') >= 0) {
      return new Refused("it has a #");
    }
    if (sent.chars().anyMatch(c -> c <= ' ') || path.indexOf(0x7f) >= 0) {
      return new Refused("it has a space or a control character");
    }
    if (path.contains("%00")) {
      return new Refused("it has an escaped NUL");
    }
    String unescaped =
        path.replace("%2f", "/").replace("%2F", "/").replace("%5c", "\\").replace("%5C", "\\");
    String canonical = merged(withoutDots(PathEscapes.canonical(unescaped))) + query;
    return unescaped.equals(path) ? new As(canonical) : new Redirected(canonical);
  }

  /** Parameters of dot segments go with them, where the dots are written as they are. */
  Pattern PARAMETERS = Pattern.compile("(?<=[/\\\\])(\\.{1,2});[^/\\\\]*");

  private static String withoutDots(String path) {
    List<String> kept = new ArrayList<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean isUp = segments[i].equals("..");
      if (isUp && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      }
      if (!isUp && !segments[i].equals(".")) {
        kept.add(segments[i]);
      } else if (i == segments.length - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Slashes alone are left two. */
  private static String merged(String path) {
    if (!path.contains("//")) {
      return path;
    }
    String segments =
        Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).collect(Collectors.joining("/"));
    return "/" + segments + (path.endsWith("/") ? "/" : "");
  }
}
