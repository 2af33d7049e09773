package dev.chancery.flows.golang;

import com.google.protobuf.ByteString;

/**
 * An IP address in Go's reading ({@code net/netip}). An IPv4-mapped IPv6 address stays IPv6.
 *
 * @param bytes four or sixteen
 * @param zone of an IPv6 address; empty for none
 */
public record GoAddress(ByteString bytes, String zone) {
  public GoAddress {
    if (bytes.size() != 4 && bytes.size() != 16) {
      throw new IllegalArgumentException("address: " + bytes.size() + " bytes (expected: 4, 16)");
    }
  }

  int bits() {
    return bytes.size() * 8;
  }

  /** Reads either form; the complaint is that of {@code netip.ParseAddr}. */
  public static GoAddress parse(String text) throws GoSyntaxException {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '.' -> {
          return new GoAddress(ByteString.copyFrom(GoAddressReader.ipv4(text, text, 0)), "");
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
}
