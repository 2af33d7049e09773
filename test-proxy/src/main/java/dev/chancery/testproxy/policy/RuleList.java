package dev.chancery.testproxy.policy;

import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rules of one range of ports, in tiers of equal precedence, highest first. Within a tier
 * denies come first, then allows, then passes; the first tier with a verdict ends the search
 * (§3.2). No rules at all allow everything.
 */
final class RuleList {
  private record Tier(long precedence, List<Rule> denies, List<Rule> allows, List<Rule> passes) {
    static Tier of(long precedence, List<Rule> rules) {
      return new Tier(
          precedence,
          only(rules, Rule.Kind.DENY),
          only(rules, Rule.Kind.ALLOW),
          only(rules, Rule.Kind.PASS));
    }

    private static List<Rule> only(List<Rule> rules, Rule.Kind kind) {
      return rules.stream().filter(rule -> rule.kind() == kind).toList();
    }
  }

  private final List<Tier> tiers;
  private final boolean changesHeaders;
  private final boolean judgesHttp;

  RuleList(List<Rule> rules) throws Rejected {
    TreeMap<Long, List<Rule>> byPrecedence = new TreeMap<>(Comparator.reverseOrder());
    for (Rule rule : rules) {
      byPrecedence.computeIfAbsent(rule.precedence(), p -> new ArrayList<>()).add(rule);
    }
    tiers = byPrecedence.entrySet().stream().map(e -> Tier.of(e.getKey(), e.getValue())).toList();
    changesHeaders = rules.stream().anyMatch(Rule::changesHeaders);
    judgesHttp = rules.stream().anyMatch(rule -> !rule.http().isEmpty());
    consistentPasses();
  }

  /** All passes between a pass and where it goes on must go on at the same place. */
  private void consistentPasses() throws Rejected {
    long below = 0;
    for (Tier tier : tiers) {
      if (tier.precedence() < below) {
        below = 0;
      }
      for (Rule pass : tier.passes()) {
        if (below != 0 && pass.below() != below) {
          throw new Rejected(
              4,
              "PortNetworkPolicy: Inconsistent pass precedence " + pass.below() + " != " + below);
        }
        below = pass.below();
      }
    }
  }

  boolean judgesHttp() {
    return judgesHttp;
  }

  Decision connection(Connection connection) {
    return decide(
        rule -> rule.facesConnection(connection), rule -> rule.facesConnection(connection), false);
  }

  Decision request(Connection connection, RequestState request) {
    return decide(
        rule -> rule.facesPeer(connection),
        rule -> rule.facesPeer(connection) && rule.matches(request),
        changesHeaders);
  }

  /**
   * @param faces whether a deny or a pass concerns this connection
   * @param allows whether an allow does, and lets it on
   * @param all whether every allow of a tier is asked, for its changes to the request
   */
  private Decision decide(Predicate<Rule> faces, Predicate<Rule> allows, boolean all) {
    if (tiers.isEmpty()) {
      return new Decision(Decision.Kind.ALLOW, "entry without rules");
    }
    long below = Long.MAX_VALUE;
    for (Tier tier : tiers) {
      if (tier.precedence() >= below) {
        continue;
      }
      Optional<Rule> deny = tier.denies().stream().filter(faces).findFirst();
      if (deny.isPresent()) {
        return new Decision(Decision.Kind.DENY, deny.get().name());
      }
      Optional<Rule> allow = first(tier.allows(), allows, all);
      if (allow.isPresent()) {
        return new Decision(Decision.Kind.ALLOW, allow.get().name());
      }
      Optional<Rule> pass = tier.passes().stream().filter(faces).findFirst();
      if (pass.isPresent()) {
        below = pass.get().below();
      }
    }
    return Decision.NONE;
  }

  private static Optional<Rule> first(List<Rule> rules, Predicate<Rule> test, boolean all) {
    Optional<Rule> found = Optional.empty();
    for (Rule rule : rules) {
      if ((all || found.isEmpty()) && test.test(rule) && found.isEmpty()) {
        found = Optional.of(rule);
      }
    }
    return found;
  }

  /** A matching allow with a context is preferred to one without; a deny ahead of it closes. */
  Tls tls(Connection connection, Function<Rule, Optional<TlsUse>> side) {
    if (tiers.isEmpty()) {
      return new Tls(true, Optional.empty());
    }
    boolean raw = false;
    long below = Long.MAX_VALUE;
    for (Tier tier : tiers) {
      if (tier.precedence() >= below) {
        continue;
      }
      if (tier.denies().stream().anyMatch(rule -> rule.facesConnection(connection))) {
        return new Tls(raw, Optional.empty());
      }
      for (Rule rule : tier.allows()) {
        if (rule.facesConnection(connection)) {
          if (side.apply(rule).isPresent()) {
            return new Tls(raw, side.apply(rule));
          }
          raw = true;
        }
      }
      for (Rule rule : tier.passes()) {
        if (rule.facesConnection(connection)) {
          below = rule.below();
        }
      }
    }
    return new Tls(raw, Optional.empty());
  }

  /**
   * Whether a rule without a context allows the connection, and the context of the first with one.
   */
  record Tls(boolean raw, Optional<TlsUse> context) {}
}
