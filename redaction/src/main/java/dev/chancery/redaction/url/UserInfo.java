package dev.chancery.redaction.url;

import org.jspecify.annotations.Nullable;

/**
 * What stands before the {@code @} of an authority, decoded.
 *
 * @param password null where there is no colon; empty where nothing follows it
 */
record UserInfo(String name, @Nullable String password) {
  private static final String MARKS = "-._:~!$&'()*+,;=%@";

  static UserInfo parse(String written) throws UrlException {
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (!Part.isAlphanumeric(c) && MARKS.indexOf(c) < 0) {
        throw new UrlException("invalid userinfo");
      }
    }
    int colon = written.indexOf(':');
    return colon < 0
        ? new UserInfo(Part.USERINFO.unescape(written), null)
        : new UserInfo(
            Part.USERINFO.unescape(written.substring(0, colon)),
            Part.USERINFO.unescape(written.substring(colon + 1)));
  }

  UserInfo withPassword(String replacement) {
    return password == null ? this : new UserInfo(name, replacement);
  }

  String written() {
    String user = Part.USERINFO.escape(name);
    return password == null ? user : user + ":" + Part.USERINFO.escape(password);
  }
}
