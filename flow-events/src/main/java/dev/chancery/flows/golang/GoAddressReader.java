package dev.chancery.flows.golang;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Reads the text forms of addresses, with the complaints of {@code netip.ParseAddr}. */
final class GoAddressReader {
  private GoAddressReader() {}

  /**
   * Four decimal fields.
   *
   * @param whole the text that complaints quote
   * @param part the four fields, which are the end of {@code whole} from {@code offset} on
   */
  static byte[] ipv4(String whole, String part, int offset) throws GoSyntaxException {
    byte[] bytes = new byte[4];
    int field = 0;
    int value = 0;
    int digits = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      String rest = whole.substring(offset + i);
      if (c >= '0' && c <= '9') {
        if (digits == 1 && value == 0) {
          throw failure(whole, "IPv4 field has octet with leading zero", "");
        }
        value = value * 10 + c - '0';
        digits++;
        if (value > 255) {
          throw failure(whole, "IPv4 field has value >255", "");
        }
      } else if (c != '.') {
        throw failure(whole, "unexpected character", rest);
      } else if (i == 0 || i == part.length() - 1 || part.charAt(i - 1) == '.') {
        throw failure(whole, "IPv4 field must have at least one digit", rest);
      } else if (field == 3) {
        throw failure(whole, "IPv4 address too long", "");
      } else {
        bytes[field++] = (byte) value;
        value = 0;
        digits = 0;
      }
    }
    if (field < 3) {
      throw failure(whole, "IPv4 address too short", "");
    }
    bytes[3] = (byte) value;
    return bytes;
  }

  static GoAddress ipv6(String text) throws GoSyntaxException {
    int percent = text.indexOf('%');
    if (percent == text.length() - 1) {
      throw failure(text, "zone must be a non-empty string", "");
    }
    String rest = percent < 0 ? text : text.substring(0, percent);
    String zone = percent < 0 ? "" : text.substring(percent + 1);
    byte[] bytes = new byte[16];
    int gap = -1;
    int filled = 0;
    if (rest.startsWith("::")) {
      gap = 0;
      rest = rest.substring(2);
    }
    boolean ended = rest.isEmpty() && gap == 0;
    while (!ended && filled < 16) {
      int digits = hexDigits(rest);
      if (digits == 0) {
        throw failure(text, "each colon-separated field must have at least one digit", rest);
      }
      if (digits > 4) {
        throw failure(text, "each group must have 4 or less digits", rest);
      }
      if (digits < rest.length() && rest.charAt(digits) == '.') {
        if (gap < 0 && filled != 12) {
          throw failure(
              text, "embedded IPv4 address must replace the final 2 fields of the address", rest);
        }
        if (filled + 4 > 16) {
          throw failure(
              text, "too many hex fields to fit an embedded IPv4 at the end of the address", rest);
        }
        byte[] tail = ipv4(text, rest, (percent < 0 ? text.length() : percent) - rest.length());
        System.arraycopy(tail, 0, bytes, filled, 4);
        filled += 4;
        rest = "";
        break;
      }
      int value = Integer.parseInt(rest.substring(0, digits), 16);
      bytes[filled++] = (byte) (value >> 8);
      bytes[filled++] = (byte) value;
      rest = rest.substring(digits);
      if (rest.isEmpty()) {
        break;
      }
      if (rest.charAt(0) != ':') {
        throw failure(text, "unexpected character, want colon", rest);
      }
      if (rest.length() == 1) {
        throw failure(text, "colon must be followed by more characters", rest);
      }
      rest = rest.substring(1);
      if (rest.charAt(0) == ':') {
        if (gap >= 0) {
          throw failure(text, "multiple :: in address", rest);
        }
        gap = filled;
        rest = rest.substring(1);
        ended = rest.isEmpty();
      }
    }
    if (!rest.isEmpty()) {
      throw failure(text, "trailing garbage after address", rest);
    }
    return new GoAddress(ByteString.copyFrom(spread(text, bytes, filled, gap)), zone);
  }

  /** Moves what follows {@code ::} to the end. */
  private static byte[] spread(String text, byte[] bytes, int filled, int gap)
      throws GoSyntaxException {
    if (filled == 16) {
      if (gap >= 0) {
        throw failure(text, "the :: must expand to at least one field of zeros", "");
      }
      return bytes;
    }
    if (gap < 0) {
      throw failure(text, "address string too short", "");
    }
    byte[] spread = Arrays.copyOf(Arrays.copyOf(bytes, gap), 16);
    System.arraycopy(bytes, gap, spread, 16 - (filled - gap), filled - gap);
    return spread;
  }

  private static int hexDigits(String text) {
    int digits = 0;
    while (digits < text.length()
        && Character.digit(text.charAt(digits), 16) >= 0
        && text.charAt(digits) < 128) {
      digits++;
    }
    return digits;
  }

  static GoSyntaxException failure(String text, String reason, String at) {
    String place = at.isEmpty() ? "" : " (at " + GoQuote.quote(at) + ")";
    return new GoSyntaxException("ParseAddr(" + GoQuote.quote(text) + "): " + reason + place);
  }
}
