package dev.chancery.policy.dns;

import dev.chancery.policy.model.DnsRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * The elements of {@code rules.dns} that hold together: a question may be asked if one allows it.
 */
public final class NameRules {
  private record Compiled(DnsRule rule, List<NamePattern> alternatives) {}

  private final List<Compiled> rules;

  private NameRules(List<Compiled> rules) {
    this.rules = rules;
  }

  /** No rule allows no question. */
  public static NameRules of(List<DnsRule> rules) {
    return new NameRules(rules.stream().map(r -> new Compiled(r, alternatives(r))).toList());
  }

  private static List<NamePattern> alternatives(DnsRule rule) {
    return Stream.concat(
            rule.matchName().stream().map(NamePattern::ofName),
            rule.matchPattern().stream().map(NamePattern::ofPattern))
        .toList();
  }

  /**
   * The rules that allow a question for this name, in their order; empty where none does.
   *
   * @param name as the client sends it
   */
  public List<DnsRule> matching(String name) {
    return rules.stream()
        .filter(c -> c.alternatives().stream().anyMatch(p -> p.allows(name)))
        .map(Compiled::rule)
        .toList();
  }

  /** Whether a question for this name may be asked. */
  public boolean allow(String name) {
    return !matching(name).isEmpty();
  }
}
