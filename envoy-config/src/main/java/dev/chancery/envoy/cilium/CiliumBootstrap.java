package dev.chancery.envoy.cilium;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;

/** The bootstrap of a cilium-envoy, as the charts of Cilium have it. */
public final class CiliumBootstrap {
  private CiliumBootstrap() {}

  public static Bootstrap of(CiliumOptions options) {
    throw new UnsupportedOperationException(options.toString());
  }
}
