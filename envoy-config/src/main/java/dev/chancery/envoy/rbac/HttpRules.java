package dev.chancery.envoy.rbac;

import static java.util.stream.Collectors.joining;

import com.github.xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
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
 * named after the first of them; the evaluator names the rule itself from the logged request. The
 * time that RE2 takes to compile a pattern grows with the square of its size, and Envoy's main
 * thread waits for it: an alternation ends before it is too large.
 */
final class HttpRules {
  /** The longest list in which each rule keeps its own action. */
  static final int LISTED = 16;

  /** The largest alternation of several paths, as {@link Pattern#size} counts. */
  static final int MAX_ALTERNATION = 8192;

  private static final Predicate UPGRADES = Trees.regex(Inputs.header(HttpRule.UPGRADE), "(?s).*");

  private HttpRules() {}

  /**
   * The rules, each with its verdict, in a list that a request for an upgrade leaves by its first
   * element.
   *
   * @param denied the verdict where no rule matches
   */
  static List<FieldMatcher> matchers(List<HttpRule> rules, OnMatch denied) {
    List<HttpRule> upgrading = rules.stream().filter(HttpRule::allowsUpgrade).toList();
    List<FieldMatcher> matchers = new ArrayList<>();
    if (upgrading.size() < rules.size()) {
      OnMatch outcome =
          upgrading.isEmpty() ? denied : Trees.nested(Trees.list(matchers(upgrading), denied));
      matchers.add(Trees.when(UPGRADES, outcome));
    }
    matchers.addAll(matchers(rules));
    return matchers;
  }

  /** Whether one of the rules matches, without saying which. */
  static Predicate anyOf(List<HttpRule> rules) {
    Predicate any = Trees.any(matchers(rules).stream().map(FieldMatcher::getPredicate).toList());
    List<HttpRule> upgrading = rules.stream().filter(HttpRule::allowsUpgrade).toList();
    if (upgrading.size() == rules.size()) {
      return any;
    }
    Predicate plain = Trees.all(List.of(Trees.not(UPGRADES), any));
    return upgrading.isEmpty() ? plain : Trees.any(List.of(plain, anyOf(upgrading)));
  }

  private static List<FieldMatcher> matchers(List<HttpRule> rules) {
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
    groups.values().forEach(group -> alternations(group).forEach(matchers::add));
    return matchers;
  }

  /** Of rules that differ in their path alone: as few alternations as the limit allows. */
  private static List<FieldMatcher> alternations(List<HttpRule> group) {
    List<FieldMatcher> matchers = new ArrayList<>();
    Map<String, HttpRule> open = new LinkedHashMap<>();
    int size = 0;
    for (HttpRule rule : group) {
      Pattern path = rule.path().orElseThrow();
      if (size + path.size() > MAX_ALTERNATION && !open.isEmpty()) {
        matchers.add(alternation(open));
        open.clear();
        size = 0;
      }
      size += open.putIfAbsent(path.text(), rule) == null ? path.size() : 0;
    }
    matchers.add(alternation(open));
    return matchers;
  }

  private static FieldMatcher alternation(Map<String, HttpRule> byPath) {
    String paths = byPath.keySet().stream().map(p -> "(?:" + p + ")").collect(joining("|"));
    return matcher(byPath.values().iterator().next(), Optional.of(paths));
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
