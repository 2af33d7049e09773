package dev.chancery.agent.engines;

/**
 * The target of an HTTP/1.1 request, RFC 9112 section 3.2, in origin or absolute form.
 *
 * @param path with the query
 * @param authority that of an absolute target, or the host beside it
 */
record Target(String path, String authority) {
  private static final String SCHEME = "http://";

  static Target of(String written, String host) {
    if (!written.startsWith(SCHEME)) {
      return new Target(written, host);
    }
    String rest = written.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    return new Target(
        slash < 0 ? "/" : rest.substring(slash), authority.substring(authority.indexOf('@') + 1));
  }

  /** Visible ASCII, without the fragment that no request has. */
  boolean isWellFormed() {
    return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
  }
}
