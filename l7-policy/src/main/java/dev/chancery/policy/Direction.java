package dev.chancery.policy;

/**
 * Which side of a connection a policy belongs to, seen from the endpoint that the policy selects.
 */
public enum Direction {
  INGRESS,
  EGRESS;

  /** {@code ingress} or {@code egress}, as written in policies. */
  public String text() {
    return this == INGRESS ? "ingress" : "egress";
  }
}
