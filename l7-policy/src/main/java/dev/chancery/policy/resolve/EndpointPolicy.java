package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.world.Endpoint;

/**
 * What one endpoint may receive and send: the intermediate form. Every output (Envoy resources, map
 * entries, an explanation) is a pure function of it.
 */
public record EndpointPolicy(Endpoint endpoint, DirectionPolicy ingress, DirectionPolicy egress) {
  public DirectionPolicy direction(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }
}
