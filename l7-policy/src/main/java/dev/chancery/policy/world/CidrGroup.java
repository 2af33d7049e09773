package dev.chancery.policy.world;

import dev.chancery.policy.IpPrefix;
import java.util.List;
import java.util.Map;

/** A {@code CiliumCIDRGroup}: prefixes that policies name by the group's name or labels. */
public record CidrGroup(String name, Map<String, String> labels, List<IpPrefix> prefixes) {
  public CidrGroup {
    labels = Map.copyOf(labels);
    prefixes = List.copyOf(prefixes);
  }
}
