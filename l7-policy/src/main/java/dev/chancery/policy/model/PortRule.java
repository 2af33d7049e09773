package dev.chancery.policy.model;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Provenance;
import java.util.List;

/**
 * One element of {@code toPorts}: any of these ports, under these rules.
 *
 * @param ports empty opens nothing
 * @param origin this element; the rule element where none is written
 */
public record PortRule(
    List<PortSpec> ports, L7Spec l7, ConnectionRules connection, Provenance origin) {
  public PortRule {
    ports = List.copyOf(ports);
  }

  /** Without demands on the connection. */
  public PortRule(List<PortSpec> ports, L7Spec l7, Provenance origin) {
    this(ports, l7, ConnectionRules.NONE, origin);
  }

  /** A rule element without {@code toPorts}: every port of every protocol. */
  public static PortRule everything(Provenance origin) {
    return new PortRule(
        List.of(new PortSpec.Range(PortRange.EVERYTHING)), new L7Spec.None(), origin);
  }
}
