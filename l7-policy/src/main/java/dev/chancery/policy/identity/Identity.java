package dev.chancery.policy.identity;

import dev.chancery.policy.label.Labels;

/**
 * A security identity: a number that stands for a set of labels.
 *
 * @param number as Cilium numbers them: 1–255 reserved, 256–65535 workloads, from 1&lt;&lt;24 local
 *     to the node (prefixes, names)
 */
public record Identity(int number, Labels labels) {
  /** First number that a workload can have. */
  public static final int FIRST_WORKLOAD = 256;

  /** First number of identities that are local to the node. */
  public static final int FIRST_LOCAL = 1 << 24;
}
