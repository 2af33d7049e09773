package dev.chancery.flows.golang;

import java.util.Arrays;

/**
 * An IP address in Go's reading ({@code net/netip}): four or sixteen bytes, and for IPv6 perhaps a
 * zone. An IPv4-mapped IPv6 address stays IPv6.
 */
public record GoAddress(byte[] bytes, String zone) {
  public GoAddress {
    if (bytes.length != 4 && bytes.length != 16) {
      throw new IllegalArgumentException("address: " + bytes.length + " bytes (expected: 4, 16)");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  int bits() {
    return bytes.length * 8;
  }

  byte at(int index) {
    return bytes[index];
  }

  public static GoAddress parse(String text) throws GoSyntaxException {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '.' -> {
          return new GoAddress(GoAddressReader.ipv4(text, text, 0), "");
        }
        case ':' -> {
          return GoAddressReader.ipv6(text);
        }
        case '%' -> throw GoAddressReader.failure(text, "missing IPv6 address", "");
        default -> {}
      }
    }
    throw GoAddressReader.failure(text, "unable to parse IP", "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GoAddress that
        && Arrays.equals(bytes, that.bytes)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes) * 31 + zone.hashCode();
  }

  @Override
  public String toString() {
    return Arrays.toString(bytes) + (zone.isEmpty() ? "" : "%" + zone);
  }
}
