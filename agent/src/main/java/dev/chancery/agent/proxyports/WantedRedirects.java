package dev.chancery.agent.proxyports;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Endpoint;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The redirects that the policies of a node ask for. Pure. */
final class WantedRedirects {
  private WantedRedirects() {}

  /** One for each family of addresses; sorted by endpoint, direction, ports, listener, family. */
  static List<WantedRedirect> of(NodeView view, ProxyRelease release) {
    return view.world().endpoints().stream()
        .sorted(Comparator.comparingInt(Endpoint::id))
        .flatMap(
            e ->
                Optional.ofNullable(view.resolution().policies().get(e.key())).stream()
                    .flatMap(policy -> of(e, policy, release)))
        .toList();
  }

  /** What one listener is to get of a direction. */
  private record Traffic(int first, int last, String listener) implements Comparable<Traffic> {
    private static final Comparator<Traffic> ORDER =
        Comparator.comparingInt(Traffic::first)
            .thenComparingInt(Traffic::last)
            .thenComparing(Traffic::listener);

    @Override
    public int compareTo(Traffic other) {
      return ORDER.compare(this, other);
    }
  }

  private static Stream<WantedRedirect> of(
      Endpoint endpoint, EndpointPolicy policy, ProxyRelease release) {
    return Stream.of(Direction.values())
        .flatMap(
            direction -> {
              Map<Traffic, Peers> traffic = new TreeMap<>();
              for (PolicyEntry entry : policy.direction(direction).entries()) {
                listener(entry, direction)
                    .map(listener -> traffic(entry, listener.portName(release)))
                    .ifPresent(t -> traffic.merge(t, entry.peers(), WantedRedirects::both));
              }
              return traffic.entrySet().stream()
                  .flatMap(e -> redirects(endpoint, direction, e.getKey(), e.getValue()));
            });
  }

  /** Empty where the traffic does not go to a listener of the proxy, or nobody is meant. */
  private static Optional<ProxyListener> listener(PolicyEntry entry, Direction direction) {
    boolean nobody = entry.peers() instanceof Peers.Identities some && some.numbers().isEmpty();
    return entry.action() == Action.DENY || nobody || !entry.ports().protocol().covers(Protocol.TCP)
        ? Optional.empty()
        : entry.redirect().flatMap(r -> ProxyListener.of(r.parser(), direction));
  }

  private static Traffic traffic(PolicyEntry entry, String listener) {
    return new Traffic(entry.ports().first(), entry.ports().last(), listener);
  }

  private static Peers both(Peers some, Peers others) {
    return some instanceof Peers.Identities a && others instanceof Peers.Identities b
        ? new Peers.Identities(a.numbers().union(b.numbers()))
        : new Peers.Any();
  }

  private static Stream<WantedRedirect> redirects(
      Endpoint endpoint, Direction direction, Traffic traffic, Peers peers) {
    return Stream.of(IpFamilies.IPV4, IpFamilies.IPV6)
        .map(family -> endpoint.addresses().stream().filter(family::serve).toList())
        .filter(addresses -> !addresses.isEmpty())
        .map(
            addresses ->
                new WantedRedirect(
                    endpoint.id(),
                    addresses,
                    direction,
                    Protocol.TCP,
                    traffic.first(),
                    traffic.last(),
                    traffic.listener(),
                    peers));
  }
}
