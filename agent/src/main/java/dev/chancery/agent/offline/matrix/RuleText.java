package dev.chancery.agent.offline.matrix;

import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** L7 rules in a few words each. */
final class RuleText {
  private RuleText() {}

  /** One text a rule; none where nothing is demanded. */
  static List<String> of(PolicyEntry entry) {
    List<String> names = entry.connection().serverNames();
    return names.isEmpty() ? of(entry.l7()) : List.of("server name " + String.join(", ", names));
  }

  private static List<String> of(L7Rules rules) {
    if (rules instanceof L7Rules.Http http) {
      return http.rules().stream().map(RuleText::of).toList();
    }
    if (rules instanceof L7Rules.Dns dns) {
      return dns.rules().stream().map(RuleText::of).toList();
    }
    return rules instanceof L7Rules.Unenforced other
        ? List.of("nothing (" + other.parser() + " is not enforced)")
        : List.of();
  }

  private static String of(HttpRule rule) {
    List<String> words = new ArrayList<>();
    words.add(rule.method().map(Pattern::text).orElse("*"));
    words.add(rule.path().map(Pattern::text).orElse("*"));
    rule.host().ifPresent(h -> words.add("host " + h.text()));
    rule.headers().forEach(h -> words.add(h.name() + ": " + h.expectation()));
    rule.actions()
        .forEach(a -> words.add(a.name() + ": " + a.mismatch().name().toLowerCase(Locale.ROOT)));
    return rule.matchesEverything() ? "every request" : String.join(" ", words);
  }

  private static String of(DnsRule rule) {
    return "name " + rule.matchName().or(rule::matchPattern).orElse("");
  }
}
