package dev.chancery.envoy.cilium;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds what would make a cilium-envoy refuse a whole snapshot, before it is published; as {@code
 * cilium/network_policy.cc} and {@code cilium/host_map.cc} of the proxy read them.
 */
public final class SnapshotCheck {
  private SnapshotCheck() {}

  /** Why the proxy would refuse this policy, whatever else is in the snapshot. */
  public static Optional<Unsound> policy(NetworkPolicy policy) {
    throw new UnsupportedOperationException();
  }

  /**
   * Policies with a number or an address of another's: of each pair the one with the higher number.
   */
  public static List<Unsound> clashes(Collection<NetworkPolicy> policies) {
    throw new UnsupportedOperationException();
  }

  /** Hosts with a prefix that is none, or that a lower identity has. */
  public static List<Unsound> hosts(Collection<NetworkPolicyHosts> hosts) {
    throw new UnsupportedOperationException();
  }
}
