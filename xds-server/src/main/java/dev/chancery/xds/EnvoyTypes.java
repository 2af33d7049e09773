package dev.chancery.xds;

import java.util.List;

/** The resource types of a stock Envoy. */
public final class EnvoyTypes {
  public static final String CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
  public static final String ENDPOINTS =
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
  public static final String SECRET =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";
  public static final String LISTENER = "type.googleapis.com/envoy.config.listener.v3.Listener";
  public static final String ROUTE = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
  public static final String EXTENSION_CONFIG =
      "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig";

  /**
   * Envoy's NACK of several extension configurations holds the first error and no name, so these go
   * out one a response; the others are batched.
   */
  public static final List<ResourceType> ALL =
      List.of(
          ResourceType.of(CLUSTER).withOrder(SendOrder.CLUSTERS),
          ResourceType.of(ENDPOINTS).withOrder(SendOrder.ENDPOINTS_AND_SECRETS),
          ResourceType.of(SECRET).withOrder(SendOrder.ENDPOINTS_AND_SECRETS),
          ResourceType.of(LISTENER).withOrder(SendOrder.LISTENERS),
          ResourceType.of(ROUTE).withOrder(SendOrder.ROUTES),
          ResourceType.of(EXTENSION_CONFIG)
              .withOrder(SendOrder.EXTENSIONS)
              .withOneResourcePerResponse());

  private EnvoyTypes() {}
}
