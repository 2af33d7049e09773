package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All policies of a proxy, by the text of the endpoints' addresses (§3). Immutable: a response
 * makes a new one or, where anything in it is refused, none.
 */
public final class PolicyMap {
  private final ProxyGeneration generation;
  private final Secrets secrets;
  private final Map<String, EndpointPolicy> byKey;
  private final List<NetworkPolicy> policies;

  private PolicyMap(
      ProxyGeneration generation,
      Secrets secrets,
      Map<String, EndpointPolicy> byKey,
      List<NetworkPolicy> policies) {
    this.generation = generation;
    this.secrets = secrets;
    this.byKey = byKey;
    this.policies = policies;
  }

  /** The map before NPDS has answered: everything is denied. */
  public static PolicyMap none(ProxyGeneration generation) {
    return new PolicyMap(generation, Secrets.NONE, Map.of(), List.of());
  }

  /**
   * The map of one response, all of it or nothing.
   *
   * @param secrets asked at each verdict
   * @throws Rejected with the text of the NACK
   */
  public static PolicyMap of(
      ProxyGeneration generation, Collection<NetworkPolicy> response, Secrets secrets, Audit audit)
      throws Rejected {
    return none(generation).replacedBy(response, secrets, audit);
  }

  /** Like {@link #of} for those who want neither secrets nor marks. */
  public static PolicyMap of(ProxyGeneration generation, Collection<NetworkPolicy> response)
      throws Rejected {
    return of(generation, response, Secrets.NONE, Audit.NONE);
  }

  /** The map of the next response; what is unchanged is not read again. */
  public PolicyMap replacedBy(Collection<NetworkPolicy> response, Secrets next, Audit audit)
      throws Rejected {
    Map<NetworkPolicy, EndpointPolicy> known = new HashMap<>();
    if (next == secrets) {
      byKey.values().forEach(policy -> known.put(policy.proto(), policy));
    }
    PolicyKeys keys = new PolicyKeys(generation, audit);
    Map<String, EndpointPolicy> map = new LinkedHashMap<>();
    for (NetworkPolicy proto : response) {
      EndpointPolicy policy = known.get(proto);
      if (policy == null) {
        policy = EndpointPolicy.read(proto, generation, next, audit);
      }
      for (String key : keys.claim(proto)) {
        map.put(key, policy);
      }
    }
    return new PolicyMap(generation, next, map, List.copyOf(response));
  }

  /** What {@code cilium.network} does; without a policy under the key it resets the connection. */
  public Verdict connection(Connection connection) {
    return direction(connection)
        .map(policy -> policy.connection(connection))
        .orElseGet(() -> new Verdict(false, "no policy for " + connection.policyKey()));
  }

  /**
   * What {@code cilium.l7policy} does with a request of a connection that was let on; it does not
   * ask again what {@link #connection} did, so ask both.
   */
  public HttpVerdict request(Connection connection, HttpCall call) {
    RequestState state = new RequestState(call);
    return direction(connection)
        .map(policy -> policy.request(connection, state))
        .orElseGet(() -> state.verdict(false, "no policy for " + connection.policyKey()));
  }

  /** What faces the client of a connection. */
  public TlsOutcome downstreamTls(Connection connection) {
    return tls(connection, false);
  }

  /** What faces the server of a connection. */
  public TlsOutcome upstreamTls(Connection connection) {
    return tls(connection, true);
  }

  private TlsOutcome tls(Connection connection, boolean upstream) {
    return direction(connection)
        .map(policy -> policy.tls(connection, upstream, secrets))
        .orElse(TlsOutcome.CLOSED);
  }

  private Optional<DirectionPolicy> direction(Connection connection) {
    return Optional.ofNullable(byKey.get(connection.policyKey()))
        .map(policy -> policy.direction(connection.ingress()));
  }

  /** The policy found under an address. */
  public Optional<NetworkPolicy> policy(String key) {
    return Optional.ofNullable(byKey.get(key)).map(EndpointPolicy::proto);
  }

  /** Addresses that have a policy. */
  public Set<String> keys() {
    return Set.copyOf(byKey.keySet());
  }

  /** Everything that the last accepted response held. */
  public List<NetworkPolicy> policies() {
    return policies;
  }

  /** SDS secrets that the policies name, each of which gets a stream of its own. */
  public Set<String> secretNames() {
    Set<String> names = new TreeSet<>();
    policies.forEach(policy -> SecretNames.addTo(names, policy));
    return names;
  }
}
