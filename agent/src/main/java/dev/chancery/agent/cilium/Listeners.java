package dev.chancery.agent.cilium;

import dev.chancery.agent.proxyports.Acquired;
import dev.chancery.agent.proxyports.ProxyPorts;
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
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy's listeners and their ports. A listener's address cannot change, so one that moves to
 * another port is another resource. For one thread; {@link #states} any may call.
 */
final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final CiliumTranslator translator;
  private final ProxyRelease release;
  private final ResourceStore store;
  private final ProxyPorts ports;
  private final Map<ProxyListener, ListenerState> states = new EnumMap<>(ProxyListener.class);
  private volatile Map<ProxyListener, ListenerState> shown = Map.of();

  Listeners(
      CiliumTranslator translator, ProxyRelease release, ResourceStore store, ProxyPorts ports) {
    this.translator = translator;
    this.release = release;
    this.store = store;
    this.ports = ports;
  }

  /** Publishes those that are needed and removes the others, in one step. */
  void need(Set<ProxyListener> needed) {
    List<Resource> set = new ArrayList<>();
    List<ResourceKey> gone = new ArrayList<>();
    for (ProxyListener listener : ProxyListener.values()) {
      ListenerState state = states.get(listener);
      if (needed.contains(listener) && state == null) {
        offer(listener, ports.acquire(name(listener)), "").ifPresent(set::add);
      } else if (!needed.contains(listener) && state != null) {
        states.remove(listener);
        state.port().ifPresent(port -> gone.add(key(listener, port)));
        if (state.port().isPresent()) {
          ports.release(name(listener));
        }
      }
    }
    update(set, gone);
  }

  /** Has those that were given up tried again: another proxy may take what the last one refused. */
  void tryAgain() {
    if (states.values().removeIf(ListenerState.GivenUp.class::isInstance)) {
      show();
    }
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

  /** The proxy refused it: another port is tried. */
  void rejected(String resource, String reason) {
    Optional<ProxyListener> found = find(resource);
    if (found.isEmpty()) {
      return;
    }
    ProxyListener listener = found.get();
    int port = Integer.parseInt(resource.substring(resource.lastIndexOf(':') + 1));
    Acquired next = ports.rejected(name(listener), port);
    log.atWarn()
        .addKeyValue("resource", resource)
        .addKeyValue("reason", reason)
        .log("listener refused; another port is tried");
    update(offer(listener, next, reason).stream().toList(), List.of(key(listener, port)));
  }

  private Optional<Resource> offer(ProxyListener listener, Acquired acquired, String refusal) {
    if (acquired instanceof Acquired.Port port) {
      states.put(listener, new ListenerState.Offered(port.port()));
      EnvoyResource made = translator.listener(listener, port.port());
      return Optional.of(Resource.of(made.name(), made.message()));
    }
    String reason = ((Acquired.None) acquired).reason();
    states.put(
        listener,
        new ListenerState.GivenUp(refusal.isEmpty() ? reason : reason + ": " + refusal));
    log.atError().addKeyValue("resource", name(listener)).addKeyValue("reason", reason).log("no listener");
    return Optional.empty();
  }

  private void update(List<Resource> set, List<ResourceKey> gone) {
    show();
    if (!set.isEmpty() || !gone.isEmpty()) {
      store.update(set, gone);
    }
  }

  private Optional<ProxyListener> find(String resource) {
    return states.entrySet().stream()
        .filter(
            e ->
                e.getValue().port().isPresent()
                    && key(e.getKey(), e.getValue().port().getAsInt()).name().equals(resource))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** By the names of their proxy ports: where they are, or are to be. */
  Map<String, Integer> ports() {
    Map<String, Integer> known = new TreeMap<>();
    states.forEach(
        (listener, state) -> state.port().ifPresent(port -> known.put(name(listener), port)));
    return known;
  }

  boolean isReady(String portName) {
    return states.entrySet().stream()
        .anyMatch(
            e -> name(e.getKey()).equals(portName) && e.getValue() instanceof ListenerState.Ready);
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
