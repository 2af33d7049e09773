package dev.chancery.policy.lint;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.lint.PatternAtoms.Atom;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.stream.Stream;

/** A dot of a host that stands for any one character, where a name was meant. */
final class HostDot implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.HOST_DOT;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return Place.of(policy).flatMap(place -> place.http().stream()).flatMap(HostDot::finding);
  }

  private static Stream<Finding> finding(HttpRule rule) {
    String host = rule.host().map(Pattern::text).orElse("");
    List<Atom> dots =
        PatternAtoms.of(host).stream().filter(a -> a.text().equals(".") && !a.repeated()).toList();
    if (dots.isEmpty()) {
      return Stream.of();
    }
    return Stream.of(
        Finding.in(
            rule.origin(),
            "host",
            "a dot of "
                + Finding.quoted(host)
                + " stands for any character, so that other names match too (write "
                + Finding.quoted(escaped(host, dots))
                + ")"));
  }

  private static String escaped(String host, List<Atom> dots) {
    var text = new StringBuilder(host);
    for (int i = dots.size() - 1; i >= 0; i--) {
      text.insert(dots.get(i).start(), '\\');
    }
    return text.toString();
  }
}
