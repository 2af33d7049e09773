package dev.chancery.redaction.url;

/** The parts of a URL that differ in which bytes stand for themselves. Works on {@link Bytes}. */
enum Part {
  PATH("$&+,/:;=@-_.~", "!$&'()*+,;=:@[]/-_.~"),
  FRAGMENT("$&+,/:;=?@!()*-_.~", "!$&'()*+,;=:@[]/?-_.~"),
  USERINFO("$&+,;=-_.~", ""),
  HOST("!$&'()*+,;=:[]<>\"-_.~", ""),
  /** After {@code %25} in a bracketed host. */
  ZONE("!$&'()*+,;=:[]<>\"-_.~", "");

  private static final String HEX = "0123456789ABCDEF";

  private final String plain;
  private final String kept;

  Part(String plain, String kept) {
    this.plain = plain;
    this.kept = kept;
  }

  /** The text as it was written if nothing in it needs an escape, else decoded and escaped anew. */
  String normalise(String written) throws UrlException {
    String decoded = unescape(written);
    return isWellEscaped(written) ? written : escape(decoded);
  }

  String escape(String decoded) {
    if (this == PATH && decoded.equals("*")) {
      return decoded;
    }
    var out = new StringBuilder(decoded.length() + 16);
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (isAlphanumeric(c) || plain.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
      }
    }
    return out.toString();
  }

  String unescape(String written) throws UrlException {
    var out = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '%') {
        char decoded = unescapeAt(written, i);
        out.append(decoded);
        i += 2;
      } else if (c < 0x80 && isHostLike() && !isAlphanumeric(c) && plain.indexOf(c) < 0) {
        throw new UrlException("invalid character in host name");
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private char unescapeAt(String written, int at) throws UrlException {
    if (at + 2 >= written.length()) {
      throw new UrlException("invalid URL escape");
    }
    int high = Character.digit(written.charAt(at + 1), 16);
    int low = Character.digit(written.charAt(at + 2), 16);
    if (high < 0 || low < 0 || written.charAt(at + 1) > 0x7f || written.charAt(at + 2) > 0x7f) {
      throw new UrlException("invalid URL escape");
    }
    char decoded = (char) (high << 4 | low);
    boolean allowed =
        switch (this) {
          case HOST -> high >= 8 || decoded == '%';
          case ZONE ->
              decoded == '%'
                  || decoded == ' '
                  || isAlphanumeric(decoded)
                  || plain.indexOf(decoded) >= 0;
          default -> true;
        };
    if (!allowed) {
      throw new UrlException("invalid URL escape");
    }
    return decoded;
  }

  private boolean isHostLike() {
    return this == HOST || this == ZONE;
  }

  private boolean isWellEscaped(String written) {
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c != '%' && !isAlphanumeric(c) && kept.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
