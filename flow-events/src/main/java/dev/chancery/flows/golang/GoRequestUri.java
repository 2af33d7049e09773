package dev.chancery.flows.golang;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The path of a URL as {@code url.ParseRequestURI} sees it. */
public final class GoRequestUri {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*");
  private static final Pattern USER_INFO = Pattern.compile("[A-Za-z0-9\\-._:~!$&'()*+,;=%@]*");
  private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
  private static final String NEVER_IN_HOST = " #%/?@\\^`{|}";

  private GoRequestUri() {}

  /** The percent-decoded path; empty where the text is not a request URI. */
  public static Optional<String> path(String uri) {
    if (uri.isEmpty() || uri.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return Optional.empty();
    }
    if (uri.equals("*")) {
      return Optional.of("*");
    }
    int colon = uri.indexOf(':');
    if (colon == 0) {
      return Optional.empty();
    }
    boolean hasScheme = colon > 0 && SCHEME.matcher(uri.substring(0, colon)).matches();
    String rest = hasScheme ? uri.substring(colon + 1) : uri;
    int question = rest.indexOf('?');
    rest = question < 0 ? rest : rest.substring(0, question);
    if (!rest.startsWith("/")) {
      return hasScheme ? Optional.of("") : Optional.empty();
    }
    if (hasScheme && rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      if (!isAuthority(authority)) {
        return Optional.empty();
      }
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    return decode(rest);
  }

  private static boolean isAuthority(String authority) {
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String user = authority.substring(0, at);
      if (!USER_INFO.matcher(user).matches() || decode(user).isEmpty()) {
        return false;
      }
    }
    String host = authority.substring(at + 1);
    if (host.startsWith("[")) {
      int close = host.lastIndexOf(']');
      return close > 0
          && PORT.matcher(host.substring(close + 1)).matches()
          && isHost(host.substring(0, close).replace("%25", ""));
    }
    int port = host.lastIndexOf(':');
    return isHost(host) && (port < 0 || PORT.matcher(host.substring(port)).matches());
  }

  /** Whether every character may stand in a host; an escape there must be a non-ASCII byte. */
  private static boolean isHost(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '%') {
        int value = hexByte(host, i);
        if (value < 0x80) {
          return false;
        }
        i += 2;
      } else if (NEVER_IN_HOST.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    var bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int value = i + 2 < raw.length ? hexDigit(raw[i + 1]) << 4 | hexDigit(raw[i + 2]) : -1;
      if (value < 0) {
        return Optional.empty();
      }
      bytes.write(value);
      i += 2;
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  private static int hexByte(String text, int percent) {
    return percent + 2 < text.length()
        ? hexDigit(text.charAt(percent + 1)) << 4 | hexDigit(text.charAt(percent + 2))
        : -1;
  }

  /** The digit's value, or -1 (so that a pair with a bad digit is negative). */
  private static int hexDigit(int c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
