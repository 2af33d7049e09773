package dev.chancery.envoy.rbac;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.Collection;
import java.util.List;

/** A direction of a policy, and the identities that addresses have under it. */
public record Ruling(DirectionPolicy policy, IpCache cache) {
  /**
   * Whether this compiles to the same tree where addresses have other identities: whether no entry
   * tells an address that has moved from what it was.
   *
   * @param moved every prefix that {@code other} and this cache differ in
   */
  public boolean isSameUnder(IpCache other, Collection<IpPrefix> moved) {
    for (IpPrefix prefix : moved) {
      int before = cache.identity(prefix).number();
      int after = other.identity(prefix).number();
      if (before != after
          && policy.entries().stream()
              .anyMatch(e -> e.peers().contains(before) != e.peers().contains(after))) {
        return false;
      }
    }
    return true;
  }

  List<PolicyEntry> on(int port) {
    return policy.entries().stream().filter(e -> e.ports().contains(Protocol.TCP, port)).toList();
  }
}
