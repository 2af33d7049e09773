package dev.chancery.policy.resolve;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** L7 rules of several rules as one list of alternatives. */
final class L7Union {
  private L7Union() {}

  /**
   * Both lists, what is in both once. A side without rules allows everything, which in a list is
   * the rule that matches everything.
   *
   * @param one of the same parser as {@code other}, or none
   * @param oneOrigin the rule behind {@code one}
   */
  static L7Rules of(L7Rules one, Provenance oneOrigin, L7Rules other, Provenance otherOrigin) {
    if (one instanceof L7Rules.None) {
      return other instanceof L7Rules.None ? other : withWildcard(other, oneOrigin);
    }
    if (other instanceof L7Rules.None) {
      return withWildcard(one, otherOrigin);
    }
    if (one instanceof L7Rules.Http a && other instanceof L7Rules.Http b) {
      List<HttpRule> rules = new ArrayList<>(a.rules());
      Set<Object> seen = rules.stream().map(L7Union::anywhere).collect(Collectors.toSet());
      b.rules().stream().filter(r -> seen.add(anywhere(r))).forEach(rules::add);
      return new L7Rules.Http(rules);
    }
    if (one instanceof L7Rules.Dns a && other instanceof L7Rules.Dns b) {
      List<DnsRule> rules = new ArrayList<>(a.rules());
      Set<Object> seen = rules.stream().map(L7Union::anywhere).collect(Collectors.toSet());
      b.rules().stream().filter(r -> seen.add(anywhere(r))).forEach(rules::add);
      return new L7Rules.Dns(rules);
    }
    return one;
  }

  /** A list that lets everything pass too; rules that nobody enforces stay closed. */
  static L7Rules withWildcard(L7Rules rules, Provenance origin) {
    if (rules instanceof L7Rules.Http http) {
      HttpRule wildcard =
          new HttpRule(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), origin);
      return of(http, origin, new L7Rules.Http(List.of(wildcard)), origin);
    }
    if (rules instanceof L7Rules.Dns dns) {
      DnsRule wildcard = new DnsRule(Optional.empty(), Optional.of("*"), origin);
      return of(dns, origin, new L7Rules.Dns(List.of(wildcard)), origin);
    }
    return rules;
  }

  /** Whether two lists are the same, wherever they are written. */
  static boolean sameRules(L7Rules one, L7Rules other) {
    if (one instanceof L7Rules.Http a && other instanceof L7Rules.Http b) {
      return a.rules().stream()
          .map(L7Union::anywhere)
          .toList()
          .equals(b.rules().stream().map(L7Union::anywhere).toList());
    }
    if (one instanceof L7Rules.Dns a && other instanceof L7Rules.Dns b) {
      return a.rules().stream()
          .map(L7Union::anywhere)
          .toList()
          .equals(b.rules().stream().map(L7Union::anywhere).toList());
    }
    return one.equals(other);
  }

  /** A rule without the place where it is written. */
  private static List<Object> anywhere(HttpRule r) {
    return List.of(r.method(), r.path(), r.host(), r.headers(), r.actions());
  }

  private static List<Object> anywhere(DnsRule r) {
    return List.of(r.matchName(), r.matchPattern());
  }
}
