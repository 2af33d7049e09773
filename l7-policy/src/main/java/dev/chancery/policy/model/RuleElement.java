package dev.chancery.policy.model;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import java.util.List;

/**
 * One element of {@code ingress}, {@code ingressDeny}, {@code egress} or {@code egressDeny}: these
 * peers on these ports.
 *
 * @param ports alternatives; {@link PortRule#everything} alone where no {@code toPorts} is written
 */
public record RuleElement(
    Direction direction, Action action, PeerRule peers, List<PortRule> ports, Provenance origin) {
  public RuleElement {
    ports = List.copyOf(ports);
  }
}
