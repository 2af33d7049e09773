package dev.chancery.envoy.cilium.check;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what would make a cilium-envoy refuse a whole snapshot, as {@code cilium/network_policy.cc}
 * and {@code cilium/host_map.cc} of the proxy read it. That a rule says no more than the policy is
 * not to be seen in a message: translation leaves out what would.
 */
public final class SnapshotCheck {
  private SnapshotCheck() {}

  /** Why the proxy would refuse this policy, whatever else is in the snapshot. */
  public static Optional<Unsound> policy(NetworkPolicy policy) {
    return PolicyCheck.of(policy).map(reason -> unsound(policy, reason));
  }

  /**
   * Policies with a number or an address of another's, where the one with the lower number stays:
   * the others, ascending. To leave them out leaves their pods without a policy of their own.
   */
  public static List<Unsound> clashes(Collection<NetworkPolicy> policies) {
    List<Unsound> clashes = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    for (NetworkPolicy policy : sorted(policies)) {
      List<String> keys = new ArrayList<>(policy.getEndpointIpsList());
      keys.add(name(policy));
      Optional<String> taken = keys.stream().filter(owners::containsKey).findFirst();
      if (taken.isPresent()) {
        String owner = owners.getOrDefault(taken.get(), "");
        clashes.add(unsound(policy, taken.get() + ": also that of endpoint " + owner));
      } else {
        keys.forEach(k -> owners.put(k, name(policy)));
      }
    }
    return clashes;
  }

  private static List<NetworkPolicy> sorted(Collection<NetworkPolicy> policies) {
    return policies.stream()
        .sorted(Comparator.comparing(NetworkPolicy::getEndpointId, Long::compareUnsigned))
        .toList();
  }

  /** Hosts without a prefix, with one that is none, or with one that a lower identity has. */
  public static List<Unsound> hosts(Collection<NetworkPolicyHosts> hosts) {
    return HostCheck.of(hosts);
  }

  private static Unsound unsound(NetworkPolicy policy, String reason) {
    return new Unsound(name(policy), reason);
  }

  private static String name(NetworkPolicy policy) {
    return Long.toUnsignedString(policy.getEndpointId());
  }
}
