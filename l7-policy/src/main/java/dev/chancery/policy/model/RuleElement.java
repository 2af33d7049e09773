package dev.chancery.policy.model;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * One element of {@code ingress}, {@code ingressDeny}, {@code egress} or {@code egressDeny}: these
 * peers on these ports.
 *
 * @param ports alternatives; {@link PortRule#everything} alone where no {@code toPorts} is written
 * @param authentication empty where none is written, which is not the same as {@code disabled}
 */
public record RuleElement(
    Direction direction,
    Action action,
    PeerRule peers,
    List<PortRule> ports,
    Optional<Authentication> authentication,
    Provenance origin) {
  public RuleElement {
    ports = List.copyOf(ports);
  }
}
