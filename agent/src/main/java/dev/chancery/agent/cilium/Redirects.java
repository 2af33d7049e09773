package dev.chancery.agent.cilium;

import dev.chancery.agent.proxyports.AnnouncedRedirect;
import dev.chancery.agent.proxyports.RedirectAnnouncements;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.envoy.cilium.ProxyRelease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The redirects that the policies of one view ask for.
 *
 * @param all with port {@link #NO_PORT} each
 */
record Redirects(NodeView view, ProxyRelease release, List<AnnouncedRedirect> all) {
  private static final int NO_PORT = 0;
  private static final IntPredicate EVERY_ENDPOINT = id -> true;

  static Redirects of(NodeView view, ProxyRelease release) {
    Map<String, Integer> ports = new HashMap<>();
    Stream.of(ProxyListener.values()).forEach(l -> ports.put(l.portName(release), NO_PORT));
    return new Redirects(
        view, release, RedirectAnnouncements.of(view, ports, release, EVERY_ENDPOINT));
  }

  /** The listeners that they lead to. */
  Set<ProxyListener> listeners() {
    Set<String> names =
        all.stream().map(AnnouncedRedirect::listener).collect(Collectors.toUnmodifiableSet());
    return Stream.of(ProxyListener.values())
        .filter(l -> names.contains(l.portName(release)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those to listeners that have a port, with it. */
  List<AnnouncedRedirect> at(Map<String, Integer> ports) {
    return ports.isEmpty()
        ? List.of()
        : RedirectAnnouncements.of(view, ports, release, EVERY_ENDPOINT);
  }
}
