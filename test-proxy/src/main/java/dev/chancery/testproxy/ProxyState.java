package dev.chancery.testproxy;

import dev.chancery.testproxy.listener.ListenerTable;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.Map;
import java.util.Set;

/** Everything that is in force at one moment; the loop makes it, everyone reads it. */
record ProxyState(
    ListenerTable listeners,
    Set<String> clusters,
    PolicyMap policies,
    HostMap hosts,
    Map<String, RouteConfiguration> routes,
    Map<String, ClusterLoadAssignment> endpoints,
    Set<XdsType> streams,
    boolean ready) {
  ProxyState {
    clusters = Set.copyOf(clusters);
    routes = Map.copyOf(routes);
    endpoints = Map.copyOf(endpoints);
    streams = Set.copyOf(streams);
  }

  static ProxyState none(ProxyGeneration generation) {
    return new ProxyState(
        ListenerTable.none(),
        Set.of(),
        PolicyMap.none(generation),
        HostMap.none(),
        Map.of(),
        Map.of(),
        Set.of(),
        false);
  }
}
