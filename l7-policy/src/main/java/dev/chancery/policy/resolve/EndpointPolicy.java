package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.world.Endpoint;
import java.util.List;

/**
 * What one endpoint may receive and send: the intermediate form. Every output (Envoy resources, map
 * entries, an explanation) is a pure function of it.
 */
public record EndpointPolicy(Endpoint endpoint, DirectionPolicy ingress, DirectionPolicy egress) {
  /** Denies everything, both ways. */
  static EndpointPolicy closed(Endpoint endpoint) {
    return new EndpointPolicy(
        endpoint,
        new DirectionPolicy(Direction.INGRESS, true, List.of()),
        new DirectionPolicy(Direction.EGRESS, true, List.of()));
  }

  public DirectionPolicy direction(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }
}
