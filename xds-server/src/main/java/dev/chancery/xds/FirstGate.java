package dev.chancery.xds;

import java.util.HashMap;
import java.util.Map;

/**
 * Holds back the first resources of a type on one stream until its node has taken those of the type
 * that they depend on, if there are any. Used only from the stream's serialised context.
 *
 * @see StartOrder
 */
final class FirstGate {
  /**
   * @param watch wakes the stream when what it waits for comes or goes
   */
  private record Held(StartOrder.Awaited awaited, Watch watch) {}

  private final XdsServer server;
  private final Runnable wake;

  /** By type that may have to wait. */
  private final Map<String, Held> held = new HashMap<>();

  FirstGate(XdsServer server, Runnable wake) {
    this.server = server;
    this.wake = wake;
  }

  /** A stream begins to ask for a type. */
  void opened(StreamScope scope, String typeUrl, boolean continues) {
    server
        .order()
        .of(typeUrl, continues)
        .ifPresent(awaited -> held.put(typeUrl, new Held(awaited, watch(scope, awaited))));
  }

  private Watch watch(StreamScope scope, StartOrder.Awaited awaited) {
    return scope
        .store()
        .atomically(
            () -> {
              Watch watch = scope.store().watch(awaited.typeUrl(), wake);
              watch.setWildcard(true);
              return watch;
            });
  }

  /** Whether a type has to wait. Under the store's lock. */
  boolean holds(StreamScope scope, String typeUrl) {
    Held first = held.get(typeUrl);
    if (first == null || server.isTaken(scope.nodeId(), first.awaited().typeUrl())) {
      return false;
    }
    boolean isThere = !first.watch().table().isEmpty();
    return first.awaited().isRenewal() ? isAwaited(scope, first.awaited(), isThere) : isThere;
  }

  /** What a node has of the other type it may have to lose, also where nothing of it is left. */
  private boolean isAwaited(StreamScope scope, StartOrder.Awaited awaited, boolean isThere) {
    Subscribers subscribers = server.subscribers();
    return subscribers.has(scope.nodeId(), awaited.typeUrl())
        ? !subscribers.areNew(scope.nodeId(), awaited.typeUrl())
        : isThere;
  }

  /** A response goes out: after the first of a type nothing of it waits. */
  void sent(StreamScope scope, String typeUrl) {
    Held first = held.remove(typeUrl);
    if (first != null) {
      scope.store().close(first.watch());
    }
  }

  void close(StreamScope scope) {
    held.values().forEach(first -> scope.store().close(first.watch()));
    held.clear();
  }
}
