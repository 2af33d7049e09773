package dev.chancery.xds;

import java.util.Collection;
import java.util.Optional;

/** Versions that are decimal numbers; an empty one is zero. */
enum NumberedVersions implements VersionScheme {
  INSTANCE;

  /** Above it there would be no room to count. */
  private static final long GREATEST = Long.MAX_VALUE / 2;

  /** What a client may quote of an earlier stream: what follows has to be below the greatest. */
  private static final long GREATEST_QUOTED = GREATEST / 2;

  /** Room enough for what is counted up from there. */
  private static final long GREATEST_NONCE = GREATEST_QUOTED + GREATEST_QUOTED / 2;

  @Override
  public Stamp stamp(
      Collection<Resource> content, long changes, String previous, String freshNonce) {
    String number = Long.toString(Math.max(changes, number(previous)) + 1);
    return new Stamp(number, number);
  }

  @Override
  public String later(String first, String second) {
    return number(second) > number(first) ? second : first;
  }

  @Override
  public Optional<String> problem(String version, String nonce) {
    if (!isNumber(version)) {
      return Optional.of("invalid version info");
    }
    if (!isNumber(nonce) || number(nonce) > GREATEST_NONCE) {
      return Optional.of("invalid response nonce info");
    }
    if (number(nonce) == 0 && number(version) > GREATEST_QUOTED) {
      return Optional.of("invalid version info: " + version + " leaves no room to count");
    }
    return number(nonce) > 0 && number(version) > number(nonce)
        ? Optional.of("invalid version info: " + version + " above its nonce " + nonce)
        : Optional.empty();
  }

  @Override
  public boolean isRejection(String version, String nonce) {
    return number(version) < number(nonce);
  }

  @Override
  public boolean isStrict() {
    return true;
  }

  private static boolean isNumber(String text) {
    boolean isDigits = text.chars().allMatch(c -> '0' <= c && c <= '9');
    return text.isEmpty() || (isDigits && text.length() <= 19 && number(text) >= 0);
  }

  /** Zero for what is no number, or negative for one that is too great. */
  private static long number(String text) {
    try {
      long number = text.isEmpty() ? 0 : Long.parseLong(text);
      return number <= GREATEST ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
