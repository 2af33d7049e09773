package dev.chancery.xds;

import java.util.HashMap;
import java.util.Map;

/**
 * Holds back the first resources of a type on one stream until its node has taken those of the type
 * that they depend on, if there are any. Used only from the stream's serialised context.
 */
final class FirstGate {
  private final XdsServer server;
  private final Runnable wake;

  /** By type that may have to wait: wakes the stream when what it waits for comes or goes. */
  private final Map<String, Watch> awaited = new HashMap<>();

  FirstGate(XdsServer server, Runnable wake) {
    this.server = server;
    this.wake = wake;
  }

  /** A stream begins to ask for a type. */
  void opened(StreamScope scope, String typeUrl) {
    server
        .awaitedFirst(scope.nodeId(), typeUrl)
        .ifPresent(
            earlier ->
                awaited.put(
                    typeUrl,
                    scope
                        .store()
                        .atomically(
                            () -> {
                              Watch watch = scope.store().watch(earlier, wake);
                              watch.setWildcard(true);
                              return watch;
                            })));
  }

  /** Whether a type has to wait. Under the store's lock. */
  boolean holds(StreamScope scope, String typeUrl) {
    Watch earlier = awaited.get(typeUrl);
    return earlier != null
        && !earlier.table().isEmpty()
        && server.awaitedFirst(scope.nodeId(), typeUrl).isPresent();
  }

  /** A response goes out: after the first of a type nothing of it waits. */
  void sent(StreamScope scope, String typeUrl) {
    Watch earlier = awaited.remove(typeUrl);
    if (earlier != null) {
      scope.store().close(earlier);
    }
  }

  void close(StreamScope scope) {
    awaited.values().forEach(scope.store()::close);
    awaited.clear();
  }
}
