package dev.chancery.policy.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** {@code authentication.mode} of an element that allows. */
public enum Authentication {
  DISABLED,
  REQUIRED,
  TEST_ALWAYS_FAIL;

  /** As written in policies; case-sensitive. */
  public static Optional<Authentication> of(String text) {
    return Arrays.stream(values()).filter(a -> a.text().equals(text)).findFirst();
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
