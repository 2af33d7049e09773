package dev.chancery.envoy.cilium.check;

import dev.chancery.api.cilium.NetworkPolicy;
import java.util.Optional;

/**
 * Finds what would make a cilium-envoy refuse a whole snapshot, as {@code cilium/network_policy.cc}
 * of the proxy reads it. That a rule says no more than the policy is not to be seen in a message:
 * translation leaves out what would.
 */
public final class SnapshotCheck {
  private SnapshotCheck() {}

  /** Why the proxy would refuse this policy, whatever else is in the snapshot. */
  public static Optional<Unsound> policy(NetworkPolicy policy) {
    return PolicyCheck.of(policy)
        .map(reason -> new Unsound(Long.toUnsignedString(policy.getEndpointId()), reason));
  }
}
