package dev.chancery.policy.label;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A choice of label sets: all requirements must hold, so that the one without requirements selects
 * everything.
 *
 * <p>Mirrors {@code EndpointSelector} of Cilium's {@code pkg/policy/api}.
 */
public record Selector(List<Requirement> requirements) {
  /** Selects every label set. */
  public static final Selector EVERYTHING = new Selector(List.of());

  public Selector {
    requirements = List.copyOf(requirements);
  }

  public static Selector of(Requirement... requirements) {
    return new Selector(List.of(requirements));
  }

  public boolean matches(Labels labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** This selector, narrowed. */
  public Selector and(Requirement requirement) {
    var all = new ArrayList<>(requirements);
    all.add(requirement);
    return new Selector(all);
  }

  @Override
  public String toString() {
    return requirements.stream()
        .map(Requirement::toString)
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
