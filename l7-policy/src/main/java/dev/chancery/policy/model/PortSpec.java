package dev.chancery.policy.model;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;

/** One element of {@code toPorts[].ports}. */
public sealed interface PortSpec {
  /** A number or a range of numbers. */
  record Range(PortRange range) implements PortSpec {}

  /**
   * The name of a container port; what it stands for depends on the pods.
   *
   * @param name lower case
   * @param endPort last port of a range that starts at the named one; 0 where there is none
   */
  record Named(String name, Protocol protocol, int endPort) implements PortSpec {}
}
