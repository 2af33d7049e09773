package dev.chancery.flows.golang;

import com.google.re2j.Pattern;
import java.math.BigInteger;

/** Numbers and truth values as {@code strconv} reads them. */
public final class GoNumber {
  private static final Pattern PREFIXED =
      Pattern.compile(
          "0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*");

  private GoNumber() {}

  /** A decimal number of at most {@code bits} bits: no sign, no blanks. */
  public static long parseUint(String text, int bits) throws GoSyntaxException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw failure("ParseUint", text, "invalid syntax");
    }
    return within(new BigInteger(text), text, bits);
  }

  /**
   * Like {@link #parseUint}, but {@code 0x}, {@code 0o}, {@code 0b} and a leading 0 set the base.
   */
  public static long parseUintAnyBase(String text, int bits) throws GoSyntaxException {
    if (!PREFIXED.matcher(text).matches()) {
      throw failure("ParseUint", text, "invalid syntax");
    }
    String digits = text.replace("_", "");
    char mark = digits.length() > 1 ? Character.toLowerCase(digits.charAt(1)) : ' ';
    BigInteger value =
        !digits.startsWith("0") || digits.length() == 1
            ? new BigInteger(digits)
            : switch (mark) {
              case 'x' -> new BigInteger(digits.substring(2), 16);
              case 'b' -> new BigInteger(digits.substring(2), 2);
              case 'o' -> new BigInteger(digits.substring(2), 8);
              default -> new BigInteger(digits, 8);
            };
    return within(value, text, bits);
  }

  /** {@code 1, t, T, true, TRUE, True} and their opposites. */
  public static boolean parseBool(String text) throws GoSyntaxException {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw failure("ParseBool", text, "invalid syntax");
    };
  }

  private static long within(BigInteger value, String text, int bits) throws GoSyntaxException {
    if (value.bitLength() > bits) {
      throw failure("ParseUint", text, "value out of range");
    }
    return value.longValue();
  }

  private static GoSyntaxException failure(String function, String text, String reason) {
    return new GoSyntaxException(
        "strconv." + function + ": parsing " + GoQuote.quote(text) + ": " + reason);
  }
}
