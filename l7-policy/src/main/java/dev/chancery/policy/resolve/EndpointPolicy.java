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

  /** This policy, made of the parts of another where those are equal. */
  @SuppressWarnings("ReferenceEquality") // Asks which of the two it has just chosen.
  EndpointPolicy sharing(EndpointPolicy old) {
    DirectionPolicy in = ingress.equals(old.ingress) ? old.ingress : ingress;
    DirectionPolicy out = egress.equals(old.egress) ? old.egress : egress;
    boolean isOld = in == old.ingress && out == old.egress && endpoint.equals(old.endpoint);
    return isOld ? old : new EndpointPolicy(endpoint, in, out);
  }

  public DirectionPolicy direction(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }
}
