package dev.chancery.envoy.cilium;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.npds.NetworkPolicies;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.EndpointPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From endpoints and their policies to what a cilium-envoy is told. Pure: equal input gives equal
 * resources.
 */
public final class CiliumTranslator {
  private final CiliumOptions options;

  public CiliumTranslator(CiliumOptions options) {
    this.options = options;
  }

  /**
   * {@code cilium.NetworkPolicy}, named by the endpoint's number in decimal. Empty for an endpoint
   * without an address or a number: the proxy would refuse it, and every other with it.
   */
  public Optional<EnvoyResource> policy(EndpointPolicy policy) {
    return NetworkPolicies.of(policy, options.npds())
        .map(m -> new EnvoyResource(String.valueOf(m.getEndpointId()), m));
  }

  /**
   * {@code cilium.NetworkPolicyHosts}: one for each identity that has a prefix, named by its number
   * in decimal, ascending. None where the proxy reads Cilium's own map. What an edit costs is for
   * {@link Hosts#next}.
   */
  public List<EnvoyResource> hosts(IpCache cache) {
    return List.copyOf(noHosts().next(cache).set());
  }

  /** No hosts, from which {@link Hosts#next} goes on. */
  public Hosts noHosts() {
    return Hosts.none(options.identities());
  }

  /**
   * A listener, named {@code <name of its proxy port>:<port>}; which endpoint a connection is of it
   * knows by addresses alone.
   *
   * @param port 1–65535; also the {@code proxy_id} of its access logs
   */
  public EnvoyResource listener(ProxyListener listener, int port) {
    throw new UnsupportedOperationException();
  }

  /** The secrets that a policy names, and as what. */
  public Set<SecretUse> secrets(EndpointPolicy policy) {
    throw new UnsupportedOperationException();
  }

  /**
   * The secrets for SDS. One that is used in two ways, or whose name is also another's in SDS, is
   * none: what asks for it stays denied.
   *
   * @param uses of all policies
   * @param data by reference: keys and values of the Kubernetes Secrets that exist
   */
  public Secrets secrets(
      Set<SecretUse> uses, Map<dev.chancery.policy.model.SecretRef, Map<String, byte[]>> data) {
    throw new UnsupportedOperationException();
  }
}
