package dev.chancery.xds;

import org.jspecify.annotations.Nullable;

/**
 * Holds back the first listeners on one stream until its node has taken clusters, if there are any.
 * Used only from the stream's serialised context.
 */
final class ListenerGate {
  private final XdsServer server;
  private final Runnable wake;

  /** Wakes the stream when clusters come or go; set while listeners may have to wait. */
  private @Nullable Watch clusters;

  ListenerGate(XdsServer server, Runnable wake) {
    this.server = server;
    this.wake = wake;
  }

  /** A stream begins to ask for a type. */
  void opened(StreamScope scope, String typeUrl) {
    if (typeUrl.equals(EnvoyTypes.LISTENER) && server.holdsListeners(scope.nodeId())) {
      clusters =
          scope
              .store()
              .atomically(
                  () -> {
                    Watch watch = scope.store().watch(EnvoyTypes.CLUSTER, wake);
                    watch.setWildcard(true);
                    return watch;
                  });
    }
  }

  /** Whether a type has to wait. Under the store's lock. */
  boolean holds(StreamScope scope, String typeUrl) {
    return clusters != null
        && typeUrl.equals(EnvoyTypes.LISTENER)
        && !clusters.table().isEmpty()
        && server.holdsListeners(scope.nodeId());
  }

  /** A response goes out: after the first listeners nothing waits. */
  void sent(StreamScope scope, String typeUrl) {
    if (typeUrl.equals(EnvoyTypes.LISTENER)) {
      close(scope);
    }
  }

  void close(StreamScope scope) {
    if (clusters != null) {
      scope.store().close(clusters);
      clusters = null;
    }
  }
}
