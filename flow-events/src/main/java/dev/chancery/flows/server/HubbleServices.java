package dev.chancery.flows.server;

import io.grpc.ServerBuilder;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

/** The services that a Hubble client expects on one socket. */
public final class HubbleServices {
  /** The name by which {@code hubble status} asks for health. It is not that of a service. */
  public static final String HEALTH_NAME = "hubble.server.Observer";

  private HubbleServices() {}

  /**
   * Observer, Peer, health and reflection; every response carries {@code hubble-server-version}.
   */
  public static void addTo(ServerBuilder<?> server, ObserverService observer, PeerService peer) {
    var health = new HealthStatusManager();
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    health.setStatus(HEALTH_NAME, ServingStatus.SERVING);
    server
        .addService(observer)
        .addService(peer)
        .addService(health.getHealthService())
        .addService(reflection())
        .addService(ProtoReflectionServiceV1.newInstance())
        .intercept(new ServerVersionHeader());
  }

  /** {@code hubble reflect} asks for v1alpha. */
  @SuppressWarnings("deprecation")
  private static io.grpc.BindableService reflection() {
    return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
  }
}
