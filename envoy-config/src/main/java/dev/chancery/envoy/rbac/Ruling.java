package dev.chancery.envoy.rbac;

import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.List;

/** A direction of a policy, and the identities that addresses have under it. */
public record Ruling(DirectionPolicy policy, IpCache cache) {
  List<PolicyEntry> on(int port) {
    return policy.entries().stream().filter(e -> e.ports().contains(Protocol.TCP, port)).toList();
  }
}
