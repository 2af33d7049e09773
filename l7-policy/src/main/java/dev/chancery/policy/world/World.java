package dev.chancery.policy.world;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.model.Policy;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A snapshot of all that resolution depends on. Sources build a new one; nothing patches it.
 *
 * @param namespaces name to labels
 * @param hostAddresses addresses that mean the local host
 */
public record World(
    String cluster,
    List<Endpoint> endpoints,
    List<Policy> policies,
    Map<String, Map<String, String>> namespaces,
    Set<InetAddress> hostAddresses,
    Options options) {
  /** {@code 127.0.0.1} and {@code ::1}. */
  public static final Set<InetAddress> LOCALHOST =
      Set.of(InetAddresses.forString("127.0.0.1"), InetAddresses.forString("::1"));

  public World {
    endpoints = List.copyOf(endpoints);
    policies = List.copyOf(policies);
    namespaces = Map.copyOf(namespaces);
    hostAddresses = Set.copyOf(hostAddresses);
  }

  /** Cluster {@code default}, default options, no namespaces beyond those of the endpoints. */
  public static World of(List<Endpoint> endpoints, List<Policy> policies) {
    return new World("default", endpoints, policies, Map.of(), LOCALHOST, Options.DEFAULT);
  }

  public World withPolicies(List<Policy> changed) {
    return new World(cluster, endpoints, changed, namespaces, hostAddresses, options);
  }

  public World withOptions(Options changed) {
    return new World(cluster, endpoints, policies, namespaces, hostAddresses, changed);
  }
}
