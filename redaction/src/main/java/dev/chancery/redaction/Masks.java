package dev.chancery.redaction;

/** Takes secrets out of text that need not be a well-formed URL. Each costs one pass. */
final class Masks {
  private static final String QUERY_STARTS = "?#";
  private static final String AUTHORITY_ENDS = "/?#";

  private Masks() {}

  /** Nothing from the first {@code ?} or {@code #} on; parameters after a {@code ;} masked. */
  static String query(String text) {
    var letters = new Letters(text);
    int end = letters.next(QUERY_STARTS, 0);
    var out = new StringBuilder();
    int at = 0;
    while (at < end) {
      int parameter = Math.min(letters.next(";", at), end);
      out.append(letters.written(at, parameter));
      if (parameter == end) {
        break;
      }
      out.append(';').append(Redactor.PLACEHOLDER);
      at = Math.min(letters.next("/", parameter), end);
    }
    return out.toString();
  }

  /** The password of an authority: what stands between the first colon and the last {@code @}. */
  static String password(String authority) {
    var letters = new Letters(authority);
    return password(letters, 0, letters.size());
  }

  /** The passwords of all URLs that a text holds anywhere; a text without one is an authority. */
  static String passwords(String text) {
    var letters = new Letters(text);
    int at = nextAuthority(letters, 0);
    if (at > letters.size()) {
      return password(letters, 0, letters.size());
    }
    var out = new StringBuilder(letters.written(0, Math.min(at, letters.size())));
    while (at < letters.size()) {
      int end = authorityEnd(letters, at);
      int next = Math.min(nextAuthority(letters, end), letters.size());
      out.append(password(letters, at, end)).append(letters.written(end, next));
      at = next;
    }
    return out.toString();
  }

  /** Where the next authority starts, after two slashes; beyond the end where there is none. */
  private static int nextAuthority(Letters letters, int from) {
    int slash = letters.next("/", from);
    while (slash + 1 < letters.size() && letters.at(slash + 1) != '/') {
      slash = letters.next("/", slash + 1);
    }
    return slash + 1 < letters.size() ? slash + 2 : letters.size() + 1;
  }

  /** A delimiter that is escaped more deeply than the slashes before is part of the authority. */
  private static int authorityEnd(Letters letters, int from) {
    int depth = letters.width(from - 1);
    int end = letters.next(AUTHORITY_ENDS, from);
    while (end < letters.size() && letters.width(end) > depth) {
      end = letters.next(AUTHORITY_ENDS, end + 1);
    }
    return end;
  }

  private static String password(Letters letters, int from, int to) {
    int sign = letters.last('@', from, to);
    int colon = sign < 0 ? to : letters.next(":", from);
    boolean nothingToHide = colon + 1 >= sign;
    if (nothingToHide) {
      return letters.written(from, to);
    }
    return letters.written(from, colon)
        + ":"
        + Redactor.PLACEHOLDER
        + "@"
        + letters.written(sign + 1, to);
  }
}
