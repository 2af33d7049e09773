package dev.chancery.policy.world;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.identity.Identity;
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
 * @param names addresses that a name was answered with, by name: lower case, with a final dot
 * @param listeners proxy ports of the user's own listeners, by {@code namespace/config/listener};
 *     of a cluster-wide configuration the namespace is empty
 * @param elsewhere identities that others have given to workloads that are no endpoints here, by
 *     their numbers; which addresses these have is not known
 */
public record World(
    String cluster,
    List<Endpoint> endpoints,
    List<Policy> policies,
    Map<String, Map<String, String>> namespaces,
    Set<InetAddress> hostAddresses,
    List<Service> services,
    List<CidrGroup> cidrGroups,
    Map<String, Set<InetAddress>> names,
    Map<String, Integer> listeners,
    Options options,
    List<Identity> elsewhere) {
  /** {@code 127.0.0.1} and {@code ::1}. */
  public static final Set<InetAddress> LOCALHOST =
      Set.of(InetAddresses.forString("127.0.0.1"), InetAddresses.forString("::1"));

  public World {
    endpoints = List.copyOf(endpoints);
    policies = List.copyOf(policies);
    namespaces = Map.copyOf(namespaces);
    hostAddresses = Set.copyOf(hostAddresses);
    services = List.copyOf(services);
    cidrGroups = List.copyOf(cidrGroups);
    names = Map.copyOf(names);
    listeners = Map.copyOf(listeners);
    elsewhere = List.copyOf(elsewhere);
  }

  /** Nobody elsewhere. */
  public World(
      String cluster,
      List<Endpoint> endpoints,
      List<Policy> policies,
      Map<String, Map<String, String>> namespaces,
      Set<InetAddress> hostAddresses,
      List<Service> services,
      List<CidrGroup> cidrGroups,
      Map<String, Set<InetAddress>> names,
      Map<String, Integer> listeners,
      Options options) {
    this(
        cluster,
        endpoints,
        policies,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        names,
        listeners,
        options,
        List.of());
  }

  /** Cluster {@code default}, default options, nothing beyond the endpoints. */
  public static World of(List<Endpoint> endpoints, List<Policy> policies) {
    return new World(
        "default",
        endpoints,
        policies,
        Map.of(),
        LOCALHOST,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        Options.DEFAULT);
  }

  public World withEndpoints(List<Endpoint> changed) {
    return new World(
        cluster,
        changed,
        policies,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        names,
        listeners,
        options,
        elsewhere);
  }

  public World withPolicies(List<Policy> changed) {
    return new World(
        cluster,
        endpoints,
        changed,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        names,
        listeners,
        options,
        elsewhere);
  }

  public World withNames(Map<String, Set<InetAddress>> changed) {
    return new World(
        cluster,
        endpoints,
        policies,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        changed,
        listeners,
        options,
        elsewhere);
  }

  public World withListeners(Map<String, Integer> changed) {
    return new World(
        cluster,
        endpoints,
        policies,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        names,
        changed,
        options,
        elsewhere);
  }

  public World withServices(List<Service> changed) {
    return new World(
        cluster,
        endpoints,
        policies,
        namespaces,
        hostAddresses,
        changed,
        cidrGroups,
        names,
        listeners,
        options,
        elsewhere);
  }

  public World withOptions(Options changed) {
    return new World(
        cluster,
        endpoints,
        policies,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        names,
        listeners,
        changed,
        elsewhere);
  }

  public World withElsewhere(List<Identity> changed) {
    return new World(
        cluster,
        endpoints,
        policies,
        namespaces,
        hostAddresses,
        services,
        cidrGroups,
        names,
        listeners,
        options,
        changed);
  }
}
