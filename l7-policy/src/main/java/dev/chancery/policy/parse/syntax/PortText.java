package dev.chancery.policy.parse.syntax;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the text of a port is told apart: an IANA service name, or a number as Go writes numbers. */
public final class PortText {
  private static final Pattern SERVICE_NAME =
      Pattern.compile("(?=.{1,15}$)(?=.*[A-Za-z])[A-Za-z0-9]+(-[A-Za-z0-9]+)*");
  private static final int MAX = 65535;

  private PortText() {}

  public static boolean isServiceName(String text) {
    return SERVICE_NAME.matcher(text).matches();
  }

  /** Base 8 behind {@code 0} or {@code 0o}, 16 behind {@code 0x}, 2 behind {@code 0b}, else 10. */
  public static Optional<Integer> number(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    int base = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      base =
          switch (digits.charAt(1)) {
            case 'x' -> 16;
            case 'b' -> 2;
            default -> 8;
          };
      boolean lettered = "xbo".indexOf(digits.charAt(1)) >= 0;
      digits = digits.substring(lettered ? 2 : 1);
      digits = digits.startsWith("_") ? digits.substring(1) : digits;
    }
    if (!digits.matches("[0-9a-f]+(_[0-9a-f]+)*")) {
      return Optional.empty();
    }
    return value(digits.replace("_", ""), base);
  }

  private static Optional<Integer> value(String digits, int base) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), base);
      value = value * base + digit;
      if (digit < 0 || value > MAX) {
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }
}
