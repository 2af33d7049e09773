package dev.chancery.envoy.cilium;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.npds.NetworkPolicies;
import dev.chancery.envoy.npds.NpdsOptions;
import dev.chancery.envoy.npds.SecretNames;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.EndpointPolicy;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * From endpoints and their policies to what a cilium-envoy is told. Pure: equal input gives equal
 * resources.
 */
public final class CiliumTranslator {
  private final CiliumOptions options;
  private final NpdsOptions npds;
  private final SecretNames secrets;
  private final Listeners listeners;

  public CiliumTranslator(CiliumOptions options) {
    this.options = options;
    this.npds = options.npds();
    this.secrets = new SecretNames(options.secretsNamespace());
    this.listeners = new Listeners(options);
  }

  /**
   * {@code cilium.NetworkPolicy}, named by the endpoint's number in decimal. Empty for an endpoint
   * without an address or a number: the proxy would refuse it, and every other with it. Every
   * secret that the policy names is taken to be served.
   */
  public Optional<EnvoyResource> policy(EndpointPolicy policy) {
    return policy(policy, secret -> true);
  }

  /**
   * The same, where not every secret can be had. The proxy keeps the value of a secret that SDS
   * serves no longer for as long as a policy names it, so none names it: what needs it is denied.
   *
   * @param served whether SDS serves a secret
   */
  public Optional<EnvoyResource> policy(EndpointPolicy policy, Predicate<SecretRef> served) {
    return NetworkPolicies.of(policy, npds, served)
        .map(RepeatedDenies::in)
        .map(m -> new EnvoyResource(Long.toString(m.getEndpointId()), m));
  }

  /**
   * {@code cilium.NetworkPolicyHosts}: one for each identity that has a prefix, named by its number
   * in decimal, ascending. None where the proxy reads Cilium's own map.
   */
  public List<EnvoyResource> hosts(IpCache cache) {
    return hosts(noHosts(), cache).set();
  }

  /** The same after other hosts, at the cost of what is different. */
  public Hosts.Change hosts(Hosts before, IpCache cache) {
    return options.identities() == IdentitySource.NPHDS
        ? before.next(cache)
        : Hosts.Change.none(before);
  }

  /** What a proxy knows in the beginning. */
  public Hosts noHosts() {
    return Hosts.NONE;
  }

  /**
   * A listener that all endpoints share: which of them a connection is of, it knows by addresses.
   * It is named {@code <name of its proxy port>:<port>}.
   *
   * @param port of the loopback addresses, 1–65535; also the {@code proxy_id} of its access logs
   */
  public EnvoyResource listener(ProxyListener listener, int port) {
    Listener message = listeners.of(listener, port);
    return new EnvoyResource(message.getName(), message);
  }

  /** The name of a secret in SDS; another secret can have the same one. */
  public String secretName(SecretRef secret) {
    return secrets.of(secret);
  }

  /** The secrets that a policy names, and as what. */
  public Set<SecretUse> secrets(EndpointPolicy policy) {
    return SecretUses.of(policy);
  }

  /**
   * The secrets for SDS. One that is used in two ways, or whose name is also another's in SDS, is
   * not served.
   *
   * @param uses of all policies
   * @param data keys and values of the Kubernetes Secrets that exist
   */
  public Secrets secrets(Collection<SecretUse> uses, Map<SecretRef, Map<String, byte[]>> data) {
    return Secrets.of(uses, data, secrets);
  }
}
