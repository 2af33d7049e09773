package dev.chancery.agent.cilium;

import dev.chancery.agent.proxyports.Acquired;
import dev.chancery.agent.proxyports.ProxyPort;
import dev.chancery.agent.proxyports.ProxyPorts;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy's listeners and their ports. A listener's address cannot change, so one that moves to
 * another port is another resource. For one thread, but for {@link #states}, which any may call.
 */
final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final CiliumTranslator translator;
  private final ProxyRelease release;
  private final ResourceStore store;
  private final ProxyPorts ports;
  private final Rejections rejections;
  private final Map<ProxyListener, ListenerState> states = new EnumMap<>(ProxyListener.class);
  private volatile Map<ProxyListener, ListenerState> shown = Map.of();

  Listeners(
      CiliumTranslator translator,
      ProxyRelease release,
      ResourceStore store,
      ProxyPorts ports,
      Rejections rejections) {
    this.translator = translator;
    this.release = release;
    this.store = store;
    this.ports = ports;
    this.rejections = rejections;
  }

  /**
   * Publishes those that are not there yet.
   *
   * @param needed names of proxy ports
   */
  void offer(Set<String> needed) {
    List<Resource> set = new ArrayList<>();
    for (ProxyListener listener : ProxyListener.values()) {
      if (needed.contains(name(listener)) && !states.containsKey(listener)) {
        offer(listener, ports.acquire(name(listener)), "").ifPresent(set::add);
      }
    }
    update(set, List.of());
  }

  /**
   * Removes all others. Nobody may be redirected to them any more.
   *
   * @param needed names of proxy ports
   */
  void keepOnly(Set<String> needed) {
    List<ResourceKey> gone = new ArrayList<>();
    for (ProxyListener listener : ProxyListener.values()) {
      ListenerState state = states.get(listener);
      if (state != null && !needed.contains(name(listener))) {
        states.remove(listener);
        state.port().ifPresent(port -> gone.add(key(listener, port)));
        ports.release(name(listener));
      }
    }
    update(List.of(), gone);
  }

  /** Has those that were given up tried again: another proxy may take what the last one refused. */
  void tryAgain() {
    states.values().removeIf(ListenerState.GivenUp.class::isInstance);
    show();
  }

  /** The proxy listens there; says nothing of a listener that has moved since. */
  void acknowledged(String resource) {
    find(resource)
        .ifPresent(
            listener -> {
              if (states.get(listener) instanceof ListenerState.Offered offered) {
                states.put(listener, offered.acknowledged());
                ports.acknowledged(name(listener), offered.number());
                show();
              }
            });
  }

  /** The proxy refused it: another port is tried. Says nothing of one that has moved since. */
  void rejected(String resource, String reason) {
    find(resource)
        .ifPresent(
            listener -> {
              int port = Integer.parseInt(resource.substring(resource.lastIndexOf(':') + 1));
              Acquired next = ports.rejected(name(listener), port);
              log.atWarn()
                  .addKeyValue("resource", resource)
                  .addKeyValue("reason", reason)
                  .log("listener refused");
              update(offer(listener, next, reason).stream().toList(), List.of(key(listener, port)));
            });
  }

  private Optional<Resource> offer(ProxyListener listener, Acquired acquired, String refusal) {
    if (acquired instanceof Acquired.None none) {
      String reason = none.reason() + (refusal.isEmpty() ? "" : ": " + refusal);
      states.put(listener, new ListenerState.GivenUp(reason));
      log.atError()
          .addKeyValue("resource", name(listener))
          .addKeyValue("reason", reason)
          .log("no listener; what policies redirect to it stays denied");
      return Optional.empty();
    }
    int port = ((Acquired.Port) acquired).port();
    states.put(listener, new ListenerState.Offered(port));
    EnvoyResource made = translator.listener(listener, port);
    return Optional.of(Resource.of(made.name(), made.message()));
  }

  private void update(List<Resource> set, List<ResourceKey> gone) {
    show();
    if (!set.isEmpty() || !gone.isEmpty()) {
      store.update(set, gone);
      gone.forEach(rejections::forget);
    }
  }

  private Optional<ProxyListener> find(String resource) {
    return states.entrySet().stream()
        .filter(
            e ->
                e.getValue().port().stream()
                    .anyMatch(port -> key(e.getKey(), port).name().equals(resource)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Where they are; acknowledged are those that the proxy has now. */
  List<ProxyPort> ports() {
    List<ProxyPort> known = new ArrayList<>();
    states.forEach(
        (listener, state) ->
            state
                .port()
                .ifPresent(
                    port ->
                        known.add(
                            new ProxyPort(
                                name(listener),
                                port,
                                state instanceof ListenerState.Ready,
                                1,
                                Optional.empty()))));
    return known;
  }

  Map<ProxyListener, ListenerState> states() {
    return shown;
  }

  private void show() {
    Map<ProxyListener, ListenerState> copy = new EnumMap<>(ProxyListener.class);
    copy.putAll(states);
    shown = Collections.unmodifiableMap(copy);
  }

  private String name(ProxyListener listener) {
    return listener.portName(release);
  }

  private ResourceKey key(ProxyListener listener, int port) {
    return new ResourceKey(EnvoyTypes.LISTENER, name(listener) + ":" + port);
  }
}
