package dev.chancery.redaction.url;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A URL, read and written byte for byte as Go's {@code net/url} does. All parts are {@link Bytes}.
 *
 * <p>Two quirks follow from that: a path is kept as written unless one byte of it needs an escape,
 * then all of it is decoded and escaped anew; and a lone {@code ?} at the end survives the loss of
 * the query.
 */
public final class Url {
  private final String scheme;
  private final @Nullable UserInfo user;
  private final String host;
  private final String path;
  private final String query;
  private final boolean bareQuestionMark;
  private final String fragment;

  private Url(
      String scheme,
      @Nullable UserInfo user,
      String host,
      String path,
      String query,
      boolean bareQuestionMark,
      String fragment) {
    this.scheme = scheme;
    this.user = user;
    this.host = host;
    this.path = path;
    this.query = query;
    this.bareQuestionMark = bareQuestionMark;
    this.fragment = fragment;
  }

  /**
   * {@code scheme://authority/rest}, or empty where that is not a URL. The scheme must be one; an
   * authority that holds a delimiter of a later part is refused, although {@code net/url} would
   * move the border.
   */
  public static Optional<Url> parse(String scheme, String authority, String pathAndQuery) {
    try {
      return Optional.of(parseParts(Bytes.of(scheme), Bytes.of(authority), Bytes.of(pathAndQuery)));
    } catch (UrlException e) {
      return Optional.empty();
    }
  }

  /** The parts as they stand, escaped where they must be: how Hubble shows what is no URL. */
  public static Url ofRaw(String scheme, String authority, String path) {
    return new Url(
        Bytes.of(scheme),
        null,
        Bytes.of(authority),
        Part.PATH.escape(Bytes.of(path)),
        "",
        false,
        "");
  }

  private static Url parseParts(String scheme, String authority, String rest) throws UrlException {
    checkScheme(scheme);
    int at = authority.lastIndexOf('@');
    for (char delimiter : new char[] {'/', '?', '#'}) {
      if (authority.indexOf(delimiter) >= 0) {
        throw new UrlException("delimiter in authority");
      }
    }
    int hash = rest.indexOf('#');
    String beforeFragment = hash < 0 ? rest : rest.substring(0, hash);
    checkNoControls(authority);
    checkNoControls(beforeFragment);
    String fragment = hash < 0 ? "" : Part.FRAGMENT.normalise(rest.substring(hash + 1));
    int mark = beforeFragment.indexOf('?');
    String path = mark < 0 ? beforeFragment : beforeFragment.substring(0, mark);
    String query = mark < 0 ? "" : beforeFragment.substring(mark + 1);
    String rooted = path.startsWith("/") ? path : "/" + path;
    return new Url(
        scheme.toLowerCase(Locale.ROOT),
        at < 0 ? null : UserInfo.parse(authority.substring(0, at)),
        Host.parse(authority.substring(at + 1)),
        Part.PATH.normalise(rooted),
        query,
        mark >= 0 && query.isEmpty(),
        fragment);
  }

  private static void checkScheme(String scheme) throws UrlException {
    boolean valid = !scheme.isEmpty() && Character.isLetter(scheme.charAt(0));
    for (int i = 0; i < scheme.length() && valid; i++) {
      char c = scheme.charAt(i);
      valid = Part.isAlphanumeric(c) || "+-.".indexOf(c) >= 0;
    }
    if (!valid) {
      throw new UrlException("invalid scheme");
    }
  }

  private static void checkNoControls(String text) throws UrlException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
        throw new UrlException("control character");
      }
    }
  }

  /** Without query and fragment. */
  public Url withoutQuery() {
    return new Url(scheme, user, host, path, "", bareQuestionMark, "");
  }

  /** With another password where there is one. */
  public Url withPassword(String replacement) {
    UserInfo masked = user == null ? null : user.withPassword(Bytes.of(replacement));
    return new Url(scheme, masked, host, path, query, bareQuestionMark, fragment);
  }

  /** The escaped path, from its first slash on. */
  public String path() {
    return Bytes.toText(path);
  }

  /** With another path, already escaped. */
  public Url withPath(String escaped) {
    return new Url(scheme, user, host, Bytes.of(escaped), query, bareQuestionMark, fragment);
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    if (!scheme.isEmpty()) {
      out.append(scheme).append(':');
    }
    boolean somethingFollows = !host.isEmpty() || !path.isEmpty() || user != null;
    if (somethingFollows && (!scheme.isEmpty() || !host.isEmpty() || user != null)) {
      out.append("//");
    }
    if (user != null) {
      out.append(user.written()).append('@');
    }
    out.append(Part.HOST.escape(host));
    if (!path.isEmpty() && path.charAt(0) != '/' && !host.isEmpty()) {
      out.append('/');
    }
    if (out.isEmpty() && path.split("/", 2)[0].contains(":")) {
      out.append("./");
    }
    out.append(path);
    if (bareQuestionMark || !query.isEmpty()) {
      out.append('?').append(query);
    }
    if (!fragment.isEmpty()) {
      out.append('#').append(fragment);
    }
    return Bytes.toText(out.toString());
  }
}
