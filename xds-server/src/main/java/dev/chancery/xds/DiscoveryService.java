package dev.chancery.xds;

import java.util.List;
import java.util.Optional;

/**
 * A gRPC service that speaks xDS: bidirectional streams of {@code DiscoveryRequest} or {@code
 * DeltaDiscoveryRequest}.
 *
 * @param name full name, such as {@code envoy.service.listener.v3.ListenerDiscoveryService}
 * @param typeUrl the one type served, or empty for all types (ADS)
 * @param streamMethod name of the state-of-the-world method, if there is one
 * @param deltaMethod name of the incremental method, if there is one
 */
public record DiscoveryService(
    String name,
    Optional<String> typeUrl,
    Optional<String> streamMethod,
    Optional<String> deltaMethod) {

  /** What a stock Envoy calls. */
  public static final List<DiscoveryService> ENVOY =
      List.of(
          new DiscoveryService(
              "envoy.service.discovery.v3.AggregatedDiscoveryService",
              Optional.empty(),
              Optional.of("StreamAggregatedResources"),
              Optional.of("DeltaAggregatedResources")),
          envoy("cluster", "Cluster", EnvoyTypes.CLUSTER, "Clusters"),
          envoy("endpoint", "Endpoint", EnvoyTypes.ENDPOINTS, "Endpoints"),
          envoy("secret", "Secret", EnvoyTypes.SECRET, "Secrets"),
          envoy("listener", "Listener", EnvoyTypes.LISTENER, "Listeners"),
          envoy("route", "Route", EnvoyTypes.ROUTE, "Routes"),
          envoy("extension", "ExtensionConfig", EnvoyTypes.EXTENSION_CONFIG, "ExtensionConfigs"));

  /** A service of one type that has both methods. */
  public static DiscoveryService of(
      String name, String typeUrl, String streamMethod, String deltaMethod) {
    return new DiscoveryService(
        name, Optional.of(typeUrl), Optional.of(streamMethod), Optional.of(deltaMethod));
  }

  private static DiscoveryService envoy(
      String folder, String service, String typeUrl, String plural) {
    return of(
        "envoy.service." + folder + ".v3." + service + "DiscoveryService",
        typeUrl,
        "Stream" + plural,
        "Delta" + plural);
  }
}
