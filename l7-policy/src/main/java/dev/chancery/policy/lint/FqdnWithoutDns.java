package dev.chancery.policy.lint;

import dev.chancery.policy.Direction;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.dns.NameRules;
import dev.chancery.policy.lint.Surroundings.Placed;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names whose addresses will not be learnt, as no DNS rule lets these very pods ask for them: the
 * DNS rules of other pods' policies do not count.
 */
final class FqdnWithoutDns implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.FQDN_WITHOUT_DNS;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return policy.rules().stream()
        .filter(rule -> rule.elements().stream().anyMatch(e -> names(e).findAny().isPresent()))
        .flatMap(rule -> findings(rule, around));
  }

  private static Stream<Finding> findings(Rule rule, Surroundings around) {
    List<NameRules> asked = around.together(rule).stream().map(FqdnWithoutDns::rules).toList();
    return rule.elements().stream()
        .flatMap(
            element -> {
              String missing =
                  names(element)
                      .filter(name -> !asked.stream().allMatch(a -> mayBeAsked(name, a)))
                      .map(PeerSelector.Name::text)
                      .distinct()
                      .limit(5)
                      .collect(Collectors.joining(", "));
              return missing.isEmpty()
                  ? Stream.of()
                  : Stream.of(
                      Finding.in(
                          element.origin(),
                          "toFQDNs",
                          "no DNS rule lets these pods ask for "
                              + missing
                              + ", so that no address is ever learnt (add rules.dns to a rule to"
                              + " their DNS server, in a policy that selects these pods)"));
            });
  }

  private static Stream<PeerSelector.Name> names(RuleElement element) {
    return Place.peers(element).stream()
        .filter(PeerSelector.Name.class::isInstance)
        .map(PeerSelector.Name.class::cast);
  }

  private static NameRules rules(List<Placed> binding) {
    return NameRules.of(
        binding.stream()
            .flatMap(placed -> Place.of(placed.policy(), placed.rule()))
            .filter(place -> place.allows() && place.element().direction() == Direction.EGRESS)
            .flatMap(
                place ->
                    place.ports().l7() instanceof L7Spec.Dns dns
                        ? dns.rules().stream()
                        : Stream.of())
            .toList());
  }

  private static boolean mayBeAsked(PeerSelector.Name name, NameRules rules) {
    return samples(name).allMatch(rules::allow);
  }

  /** Names that the selector is sure to mean: a star is one and the same odd word. */
  private static Stream<String> samples(PeerSelector.Name name) {
    if (!name.isPattern()) {
      return Stream.of(name.text());
    }
    if (name.text().matches("\\*+\\.?")) {
      return Stream.of("x7q.", "x7q.k4w.test.");
    }
    String one = name.text().replaceAll("\\*+", "x7q");
    return name.text().matches("\\*\\*+\\..*") ? Stream.of(one, "k4w." + one) : Stream.of(one);
  }
}
