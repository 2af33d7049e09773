package dev.chancery.envoy.cilium;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.policy.identity.IpCache;
import java.util.List;

/** Which identity has which prefixes, as {@code cilium.NetworkPolicyHosts}. Immutable. */
public final class Hosts {
  private final IdentitySource source;

  private Hosts(IdentitySource source) {
    this.source = source;
  }

  static Hosts none(IdentitySource source) {
    return new Hosts(source);
  }

  /**
   * What takes a proxy from some hosts to others.
   *
   * @param set new and changed resources, ascending by identity
   * @param gone names of those that are no more
   */
  public record Change(Hosts hosts, List<EnvoyResource> set, List<String> gone) {
    public Change {
      set = List.copyOf(set);
      gone = List.copyOf(gone);
    }
  }

  /** The hosts of a cache, at the cost of what is different in it. */
  public Change next(IpCache cache) {
    throw new UnsupportedOperationException(source.name());
  }
}
