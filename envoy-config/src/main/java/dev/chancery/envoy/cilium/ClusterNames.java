package dev.chancery.envoy.cilium;

import dev.chancery.policy.Direction;

/** Clusters of the bootstrap; what is served refers to them. */
final class ClusterNames {
  /** Where the control plane is; the proxy's own subscriptions ask for it by this name. */
  static final String XDS = "xds-grpc-cilium";

  /** The proxy's admin interface, for the listeners of the bootstrap. */
  static final String ADMIN = "/envoy-admin";

  private ClusterNames() {}

  /** Whoever was dialled, at the port that was dialled. */
  static String original(Direction direction, boolean tls) {
    return direction.text() + "-cluster" + (tls ? "-tls" : "");
  }
}
