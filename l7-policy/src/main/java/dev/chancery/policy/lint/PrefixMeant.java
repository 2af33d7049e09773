package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.Policy;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A path such as {@code /api/}, {@code /api/*} or {@code ^/api}: written like the beginning of a
 * path, and matched whole. A plain path without any of these marks says what it means.
 */
final class PrefixMeant implements Check {
  private static final Pattern GLOB =
      Pattern.compile("\\^?/[^\\\\\\[\\](){}*+?|^$]*(?<!\\.)\\*\\$?");

  @Override
  public WarningCode code() {
    return WarningCode.PREFIX_MEANT;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return Place.of(policy)
        .flatMap(place -> place.http().stream())
        .filter(rule -> rule.path().isPresent() && isMeant(rule.path().get().text()))
        .map(
            rule -> {
              String text = rule.path().get().text();
              return Finding.in(
                  rule.origin(),
                  "path",
                  Finding.quoted(text)
                      + " has to match the whole path (write "
                      + Finding.quoted(prefix(text) + ".*")
                      + " where all that begins so is meant)");
            });
  }

  static boolean isMeant(String path) {
    if (GLOB.matcher(path).matches()) {
      return true;
    }
    boolean opensOnly = path.startsWith("^") && !path.endsWith("$");
    return PatternAtoms.literal(path)
        .filter(text -> text.length() > 1 && (opensOnly || text.endsWith("/")))
        .isPresent();
  }

  private static String prefix(String path) {
    return path.replaceAll("^\\^|\\*?\\$?$", "");
  }
}
