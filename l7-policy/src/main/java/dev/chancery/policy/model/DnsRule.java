package dev.chancery.policy.model;

import dev.chancery.policy.Provenance;
import java.util.Optional;
import java.util.regex.Pattern;

/** One element of {@code rules.dns}: a name, or a pattern of names; one of the two is there. */
public record DnsRule(
    Optional<String> matchName, Optional<String> matchPattern, Provenance origin) {
  private static final Pattern STARS = Pattern.compile("\\*+\\.?");

  /** Whether the pattern is nothing but stars, with or without a final dot. */
  public boolean allowsEveryName() {
    return matchPattern.filter(p -> STARS.matcher(p).matches()).isPresent();
  }
}
