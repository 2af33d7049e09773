package dev.chancery.policy.world;

/**
 * Settings of resolution, under Cilium's names.
 *
 * @param enforcement {@code enable-policy}
 * @param allowLocalhost {@code allow-localhost}: the local host may always reach a workload unless
 *     a rule denies it
 */
public record Options(Enforcement enforcement, boolean allowLocalhost) {
  /** As Cilium has them under Kubernetes. */
  public static final Options DEFAULT = new Options(Enforcement.DEFAULT, true);

  /** When a direction of an endpoint is enforced. */
  public enum Enforcement {
    /** Where a rule selects the endpoint for that direction. */
    DEFAULT,
    ALWAYS,
    NEVER
  }
}
