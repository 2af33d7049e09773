package dev.chancery.envoy.rbac;

import com.github.xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import dev.chancery.policy.resolve.HeaderRule;
import dev.chancery.policy.resolve.HttpRule;
import dev.chancery.policy.resolve.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of HTTP rules as predicates.
 *
 * <p>A listed rule costs Envoy about 0.4 µs a request, so only a short list keeps one named action
 * a rule. A longer one is grouped: rules that differ in their path alone become one alternation,
 * named after the first of them; the evaluator names the rule itself from the logged request.
 */
final class HttpRules {
  /** The longest list in which each rule keeps its own action. */
  static final int LISTED = 16;

  private HttpRules() {}

  static List<FieldMatcher> matchers(List<HttpRule> rules) {
    return rules.size() <= LISTED
        ? rules.stream().map(r -> matcher(r, r.path().map(Pattern::text))).toList()
        : grouped(rules);
  }

  private static List<FieldMatcher> grouped(List<HttpRule> rules) {
    Map<Object, List<HttpRule>> groups = new LinkedHashMap<>();
    List<FieldMatcher> matchers = new ArrayList<>();
    for (HttpRule rule : rules) {
      if (rule.path().filter(p -> standsInAlternation(p.text())).isPresent()) {
        groups
            .computeIfAbsent(
                List.of(rule.method(), rule.host(), rule.headers()), k -> new ArrayList<>())
            .add(rule);
      } else {
        matchers.add(matcher(rule, rule.path().map(Pattern::text)));
      }
    }
    for (List<HttpRule> group : groups.values()) {
      var paths = group.stream().flatMap(r -> r.path().stream()).map(Pattern::text).distinct();
      var alternation = paths.map(p -> "(?:" + p + ")").toList();
      matchers.add(matcher(group.get(0), Optional.of(String.join("|", alternation))));
    }
    return matchers;
  }

  /** Group names must be unique in a pattern, and an open quotation would reach beyond its own. */
  private static boolean standsInAlternation(String pattern) {
    return !pattern.contains("(?P<") && !pattern.contains("(?<") && !pattern.contains("\\Q");
  }

  private static FieldMatcher matcher(HttpRule rule, Optional<String> path) {
    List<Predicate> all = new ArrayList<>();
    rule.method().ifPresent(p -> all.add(Trees.regex(Inputs.header(":method"), p.text())));
    path.ifPresent(p -> all.add(Trees.regex(Inputs.header(":path"), p)));
    rule.host().ifPresent(p -> all.add(Trees.regex(Inputs.header(":authority"), p.text())));
    rule.headers().forEach(h -> all.add(header(h)));
    if (all.isEmpty()) {
      all.add(Trees.regex(Inputs.header(":method"), "(?s).*"));
    }
    return Trees.when(Trees.all(all), new Leaf(true, rule.origin().id()).onMatch());
  }

  private static Predicate header(HeaderRule rule) {
    var input = Inputs.header(rule.name());
    if (rule instanceof HeaderRule.Exact exact) {
      return Trees.exact(input, exact.value());
    }
    if (rule instanceof HeaderRule.Regex regex) {
      return Trees.regex(input, regex.pattern().text());
    }
    return Trees.regex(input, "(?s).*");
  }
}
