package dev.chancery.accesslogs;

import com.google.common.net.InetAddresses;
import io.envoyproxy.envoy.config.core.v3.Address;
import java.net.InetSocketAddress;

/** Addresses as proxies write them. Never asks DNS. */
final class Addresses {
  /** Stands for an address that is not known. */
  static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("", 0);

  private static final int MAX_PORT = 65535;

  private final RecordProblems problems;

  Addresses(RecordProblems problems) {
    this.problems = problems;
  }

  /** {@code 10.0.0.1:80} or {@code [fd00::1]:80}; a port that is too high counts as the highest. */
  InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return of(
        bracketed ? host.substring(1, host.length() - 1) : host,
        colon < 0 ? 0 : port(text.substring(colon + 1)));
  }

  /** 0 where there are no digits, or anything but digits. */
  private static int port(String digits) {
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '9') {
        return 0;
      }
      port = Math.min(MAX_PORT, port * 10 + (digit - '0'));
    }
    return port;
  }

  /** A socket address; anything else, a pipe for one, has no place in a flow. */
  InetSocketAddress of(Address address) {
    if (!address.hasSocketAddress()) {
      return unknown();
    }
    int port = address.getSocketAddress().getPortValue();
    return of(
        address.getSocketAddress().getAddress(), port < 0 || port > MAX_PORT ? MAX_PORT : port);
  }

  private InetSocketAddress of(String ip, int port) {
    int zone = ip.indexOf('%');
    String plain = zone < 0 ? ip : ip.substring(0, zone);
    return InetAddresses.isInetAddress(plain)
        ? new InetSocketAddress(InetAddresses.forString(plain), port)
        : unknown();
  }

  private InetSocketAddress unknown() {
    problems.add(RecordProblem.ADDRESS);
    return UNKNOWN;
  }
}
