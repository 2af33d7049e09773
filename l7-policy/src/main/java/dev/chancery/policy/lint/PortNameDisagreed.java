package dev.chancery.policy.lint;

import dev.chancery.policy.Direction;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortSpec;
import java.util.stream.Stream;

/** A named port on egress that does not stand for one number among all pods. */
final class PortNameDisagreed implements Check {
  @Override
  public WarningCode code() {
    return WarningCode.PORT_NAME_DISAGREED;
  }

  @Override
  public Stream<Finding> check(Policy policy, Surroundings around) {
    return around.knowsPods()
        ? Place.of(policy)
            .filter(place -> place.element().direction() == Direction.EGRESS)
            .flatMap(place -> findings(place, around))
        : Stream.of();
  }

  private static Stream<Finding> findings(Place place, Surroundings around) {
    return place.ports().ports().stream()
        .flatMap(port -> port instanceof PortSpec.Named named ? Stream.of(named) : Stream.of())
        .filter(named -> around.ports().egress(named).isEmpty())
        .map(
            named ->
                new Finding(
                    place.ports().origin(),
                    place.ports().origin().path() + ".ports",
                    "port "
                        + Finding.quoted(named.name())
                        + " is not one number among all pods, so this "
                        + (place.allows() ? "opens" : "closes")
                        + " nothing (write the number)"));
  }
}
