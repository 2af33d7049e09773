package dev.chancery.envoy.cilium.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The constraints on HTTP rules. */
final class HttpCheck {
  private static final java.util.regex.Pattern HEADER_NAME =
      java.util.regex.Pattern.compile(":?[a-zA-Z0-9!#$%&'*+.^_|~`-]+");

  private HttpCheck() {}

  static Optional<String> of(HttpNetworkPolicyRules rules) {
    if (rules.getHttpRulesCount() == 0) {
      return Optional.of("http_rules: none (expected: at least one)");
    }
    return PolicyCheck.first(
        IntStream.range(0, rules.getHttpRulesCount())
            .mapToObj(i -> rule(rules.getHttpRules(i)).map(p -> "http_rules[" + i + "]." + p)));
  }

  private static Optional<String> rule(HttpNetworkPolicyRule rule) {
    return PolicyCheck.first(
        Stream.concat(
            rule.getHeadersList().stream().map(HttpCheck::matcher),
            rule.getHeaderMatchesList().stream().map(HttpCheck::action)));
  }

  private static Optional<String> matcher(HeaderMatcher matcher) {
    if (!HEADER_NAME.matcher(matcher.getName()).matches()) {
      return Optional.of("headers: no name of a header: " + matcher.getName());
    }
    if (!matcher.getStringMatch().hasSafeRegex()) {
      return Optional.empty();
    }
    String regex = matcher.getStringMatch().getSafeRegex().getRegex();
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      return Optional.of(
          "headers: " + matcher.getName() + ": no RE2 pattern: " + e.getDescription());
    }
    return regex.isEmpty()
        ? Optional.of("headers: " + matcher.getName() + ": an empty pattern")
        : Optional.empty();
  }

  private static Optional<String> action(HeaderMatch match) {
    return match.getName().isEmpty() ? Optional.of("header_matches: no name") : Optional.empty();
  }
}
