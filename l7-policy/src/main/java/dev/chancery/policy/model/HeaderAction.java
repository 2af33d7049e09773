package dev.chancery.policy.model;

import java.util.Locale;
import java.util.Optional;

/**
 * One element of {@code headerMatches[]} that is more than a demand: it edits or reports a header,
 * or compares it with a secret. Mirrors {@code cilium.HeaderMatch} of {@code npds.proto}.
 *
 * @param name lower case
 * @param value expected; empty demands presence alone
 * @param secret where the expected value comes from; a {@code value} beside it is used in its place
 */
public record HeaderAction(
    String name, String value, Optional<SecretRef> secret, Mismatch mismatch) {
  /** What happens where the header is absent or has another value. */
  public enum Mismatch {
    /** The rule does not match. */
    FAIL,
    /** Reported; the rule matches all the same. */
    LOG,
    /** The expected value is added. */
    ADD,
    /** The header is removed. */
    DELETE,
    /** The expected value takes its place. */
    REPLACE
  }

  public HeaderAction {
    name = name.toLowerCase(Locale.ROOT);
  }
}
