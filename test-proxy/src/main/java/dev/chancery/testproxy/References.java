package dev.chancery.testproxy;

import dev.chancery.testproxy.listener.Chain;
import dev.chancery.testproxy.listener.HttpSettings;
import dev.chancery.testproxy.listener.ListenerTable;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What listeners and clusters ask the control plane for by name (§2.2). */
final class References {
  private References() {}

  static Set<String> routes(ListenerTable listeners) {
    Set<String> names = new TreeSet<>();
    listeners.listeners().stream()
        .flatMap(listener -> listener.chains().stream())
        .map(Chain::http)
        .flatMap(Optional::stream)
        .filter(http -> ours(http.manager().getRds().getConfigSource()))
        .map(HttpSettings::routeName)
        .flatMap(Optional::stream)
        .forEach(names::add);
    return names;
  }

  static Set<String> endpoints(Collection<Cluster> clusters) {
    Set<String> names = new TreeSet<>();
    for (Cluster cluster : clusters) {
      if (cluster.getType() == Cluster.DiscoveryType.EDS
          && ours(cluster.getEdsClusterConfig().getEdsConfig())) {
        String service = cluster.getEdsClusterConfig().getServiceName();
        names.add(service.isEmpty() ? cluster.getName() : service);
      }
    }
    return names;
  }

  private static boolean ours(ConfigSource source) {
    return source.getApiConfigSource().getGrpcServicesList().stream()
        .anyMatch(grpc -> grpc.getEnvoyGrpc().getClusterName().equals("xds-grpc-cilium"));
  }
}
