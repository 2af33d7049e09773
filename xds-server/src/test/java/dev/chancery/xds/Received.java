package dev.chancery.xds;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A response as a client sees it.
 *
 * @param version of the whole response
 * @param resources {@code name=content}, in the order received
 * @param versions delta: by name
 */
record Received(
    String typeUrl,
    String version,
    String nonce,
    List<String> resources,
    SortedMap<String, String> versions,
    List<String> removed) {

  static Received of(DeltaDiscoveryResponse response) {
    SortedMap<String, String> versions = new TreeMap<>();
    List<String> resources = new ArrayList<>();
    for (var resource : response.getResourcesList()) {
      versions.put(resource.getName(), resource.getVersion());
      resources.add(Samples.read(resource.getResource()));
    }
    return new Received(
        response.getTypeUrl(),
        response.getSystemVersionInfo(),
        response.getNonce(),
        resources,
        versions,
        List.copyOf(response.getRemovedResourcesList()));
  }

  static Received of(DiscoveryResponse response) {
    return new Received(
        response.getTypeUrl(),
        response.getVersionInfo(),
        response.getNonce(),
        response.getResourcesList().stream().map(Samples::read).toList(),
        new TreeMap<>(),
        List.of());
  }
}
