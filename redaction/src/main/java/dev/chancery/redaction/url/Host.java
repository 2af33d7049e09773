package dev.chancery.redaction.url;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The host of an authority with its optional port, checked as Go 1.25's {@code net/url} does. */
final class Host {
  private Host() {}

  /** Decoded. */
  static String parse(String written) throws UrlException {
    int bracket = written.lastIndexOf('[');
    if (bracket > 0) {
      throw new UrlException("invalid IP literal");
    }
    if (bracket == 0) {
      return parseLiteral(written);
    }
    int colon = written.lastIndexOf(':');
    if (colon >= 0) {
      checkPort(written.substring(colon));
    }
    return Part.HOST.unescape(written);
  }

  private static String parseLiteral(String written) throws UrlException {
    int close = written.lastIndexOf(']');
    if (close < 0) {
      throw new UrlException("missing ']' in host");
    }
    String port = written.substring(close + 1);
    checkPort(port);
    String inside = written.substring(1, close);
    int zoneAt = inside.indexOf("%25");
    String address = Part.HOST.unescape(zoneAt < 0 ? inside : inside.substring(0, zoneAt));
    String zone = zoneAt < 0 ? "" : Part.ZONE.unescape(inside.substring(zoneAt));
    checkIpv6(address, zone);
    return "[" + address + zone + "]" + port;
  }

  private static void checkIpv6(String address, String zone) throws UrlException {
    boolean looksRight =
        address.indexOf(':') >= 0
            && address.chars().allMatch(c -> c == ':' || c == '.' || isHex(c))
            && !zone.equals("%");
    if (!looksRight) {
      throw new UrlException("invalid IP literal");
    }
    try {
      InetAddress.getByName("[" + address + "]");
    } catch (UnknownHostException e) {
      throw new UrlException("invalid IP literal");
    }
  }

  private static boolean isHex(int c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static void checkPort(String colonPort) throws UrlException {
    if (colonPort.isEmpty()) {
      return;
    }
    if (colonPort.charAt(0) != ':'
        || !colonPort.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new UrlException("invalid port after host");
    }
  }
}
