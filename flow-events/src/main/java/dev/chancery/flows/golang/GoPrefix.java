package dev.chancery.flows.golang;

/**
 * An address range {@code address/length} in Go's reading ({@code netip.ParsePrefix}). An IPv4
 * range holds no IPv6 address, mapped or not; an address with a zone is in no range.
 */
public record GoPrefix(GoAddress address, int length) {
  public GoPrefix {
    if (length < 0 || length > address.bits()) {
      throw new IllegalArgumentException("prefix length: " + length);
    }
  }

  /** Reads {@code address/length}; the complaint is that of {@code netip.ParsePrefix}. */
  public static GoPrefix parse(String text) throws GoSyntaxException {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw failure(text, "no '/'");
    }
    GoAddress address;
    try {
      address = GoAddress.parse(text.substring(0, slash));
    } catch (GoSyntaxException e) {
      throw failure(text, e.text());
    }
    if (!address.zone().isEmpty()) {
      throw failure(text, "IPv6 zones cannot be present in a prefix");
    }
    String bits = text.substring(slash + 1);
    if (!bits.matches("0|[1-9][0-9]*")) {
      throw failure(text, "bad bits after slash: " + GoQuote.quote(bits));
    }
    if (bits.length() > 3 || Integer.parseInt(bits) > address.bits()) {
      throw failure(text, "prefix length out of range");
    }
    return new GoPrefix(address, Integer.parseInt(bits));
  }

  public boolean contains(GoAddress other) {
    if (other.bits() != address.bits() || !other.zone().isEmpty()) {
      return false;
    }
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> bit % 8;
      if (((address.bytes().byteAt(bit / 8) ^ other.bytes().byteAt(bit / 8)) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static GoSyntaxException failure(String text, String reason) {
    return new GoSyntaxException("netip.ParsePrefix(" + GoQuote.quote(text) + "): " + reason);
  }
}
