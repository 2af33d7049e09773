package dev.chancery.flows.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Numbers in JSON: integers in any notation that is whole, and floating point as Go prints it. */
final class JsonNumber {
  private static final int MAX_EXPONENT = 400;

  private JsonNumber() {}

  /**
   * The whole number that the JSON number stands for, as in {@code 1}, {@code 1.0}, {@code 1e3}.
   */
  static Optional<BigInteger> whole(String number) {
    try {
      return decimal(number).map(BigDecimal::toBigIntegerExact);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The value; empty for what is no number, and for exponents that no field type can hold. */
  static Optional<BigDecimal> decimal(String number) {
    if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")) {
      return Optional.empty();
    }
    var value = new BigDecimal(number);
    return Math.abs((long) value.scale()) > MAX_EXPONENT + number.length()
        ? Optional.empty()
        : Optional.of(value);
  }

  /**
   * Shortest form that reads back to the same value; {@code e} form below 1e-6 and from 1e21 on.
   */
  static String print(double value, String shortest) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    var decimal = new BigDecimal(shortest).stripTrailingZeros();
    double size = Math.abs(value);
    if (size >= 1e-6 && size < 1e21) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 && exponent > 0 ? "0" : "")
        + Math.abs(exponent);
  }
}
