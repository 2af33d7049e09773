package dev.chancery.policy.model;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a policy: whom it binds, and what it allows and denies them.
 *
 * @param defaultDeny directions in which whoever is selected loses what no rule allows
 * @param labels the user's own
 * @param log text that flows of this rule show
 */
public record Rule(
    Subject subject,
    List<RuleElement> elements,
    Set<Direction> defaultDeny,
    List<Label> labels,
    String description,
    Optional<String> log,
    Provenance origin) {
  public Rule {
    elements = List.copyOf(elements);
    defaultDeny = Set.copyOf(defaultDeny);
    labels = List.copyOf(labels);
  }

  /** The elements of one direction, in order. */
  public List<RuleElement> elements(Direction direction) {
    return elements.stream().filter(e -> e.direction() == direction).toList();
  }

  /** Whether an endpoint with these labels is bound by this rule. */
  public boolean binds(Labels endpoint) {
    return subject.selectsEndpoint(endpoint);
  }
}
