package dev.chancery.policy.parse.cilium;

import java.util.Arrays;
import java.util.Optional;

/** The release of Cilium whose language is read, in order. */
public enum Compat {
  V1_17,
  V1_18,
  V1_19,
  V1_20;

  /** From a text such as {@code 1.19}. */
  public static Optional<Compat> of(String text) {
    return Arrays.stream(values()).filter(c -> c.text().equals(text)).findFirst();
  }

  /** {@code 1.19}. */
  public String text() {
    return name().substring(1).replace('_', '.');
  }

  boolean isAtLeast(Compat other) {
    return compareTo(other) >= 0;
  }

  @Override
  public String toString() {
    return text();
  }
}
