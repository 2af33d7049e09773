package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Policy;
import java.util.stream.Stream;

/**
 * A path that is read, by {@code GET} or by any method, and never matches with a query behind it.
 */
final class QueryString implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.QUERY_STRING;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return Place.of(policy)
        .flatMap(place -> place.http().stream())
        .filter(rule -> rule.method().isEmpty() || rule.method().get().matches("GET"))
        .flatMap(QueryString::finding);
  }

  private static Stream<Finding> finding(HttpRule rule) {
    return rule.path().stream()
        .filter(path -> !PrefixMeant.isMeant(path.text()))
        .filter(path -> !PatternAtoms.canContain(path.text(), "?"))
        .map(
            path ->
                Finding.in(
                    rule.origin(),
                    "path",
                    Finding.quoted(path.text())
                        + " matches no path with a query string behind it (put (\\?.*)? at its end"
                        + " where clients may send one)"));
  }
}
