package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A rule that lets {@code GET} pass where no rule of its list lets {@code HEAD} pass. */
final class GetWithoutHead implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.GET_WITHOUT_HEAD;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return Place.of(policy).flatMap(place -> check(place.http()));
  }

  private static Stream<Finding> check(List<HttpRule> list) {
    return list.stream()
        .filter(rule -> rule.method().filter(m -> m.matches("GET")).isPresent())
        .filter(rule -> list.stream().noneMatch(other -> allowsHead(other, rule)))
        .map(
            rule ->
                Finding.in(
                    rule.origin(),
                    "method",
                    Finding.quoted(rule.method().map(Pattern::text).orElse(""))
                        + " lets GET pass and not HEAD (write \"GET|HEAD\" where both may)"));
  }

  private static boolean allowsHead(HttpRule rule, HttpRule get) {
    return (rule.method().isEmpty() || rule.method().get().matches("HEAD"))
        && isWithin(get.path(), rule.path())
        && isWithin(get.host(), rule.host());
  }

  private static boolean isWithin(Optional<Pattern> narrow, Optional<Pattern> wide) {
    return wide.isEmpty() || wide.equals(narrow);
  }
}
