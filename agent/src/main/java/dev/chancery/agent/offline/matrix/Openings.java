package dev.chancery.agent.offline.matrix;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.world.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The ports between two parties. Each protocol is cut where an entry of either end begins or ends;
 * within a piece one port speaks for all, and the {@link Evaluator} decides it.
 */
final class Openings {
  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.ICMP, Protocol.ICMPV6);
  private static final int MAX_PORT = 65535;

  /** One direction of one end's policy, and the identity of the other end. */
  private record Side(DirectionPolicy policy, int peer) {
    List<PolicyEntry> covering(Protocol protocol, int port) {
      return policy.entries().stream().filter(e -> e.covers(peer, protocol, port)).toList();
    }
  }

  private Openings() {}

  static List<Opening> between(NodeView view, Party from, Party to) {
    List<Side> sides =
        Stream.of(side(view, from, Direction.EGRESS, to), side(view, to, Direction.INGRESS, from))
            .flatMap(Optional::stream)
            .toList();
    List<List<Opening>> byProtocol =
        PROTOCOLS.stream().map(protocol -> openings(protocol, sides)).toList();
    boolean everything =
        byProtocol.stream()
            .allMatch(
                o -> o.size() == 1 && o.get(0).ports().isAllPorts() && !o.get(0).isFiltered());
    return everything
        ? List.of(new Opening(PortRange.EVERYTHING, List.of()))
        : byProtocol.stream().flatMap(List::stream).toList();
  }

  private static Optional<Side> side(NodeView view, Party own, Direction direction, Party peer) {
    return own.sample()
        .map(Endpoint::key)
        .flatMap(key -> Optional.ofNullable(view.resolution().policies().get(key)))
        .map((EndpointPolicy p) -> new Side(p.direction(direction), peer.identity()));
  }

  private static List<Opening> openings(Protocol protocol, List<Side> sides) {
    List<Opening> openings = new ArrayList<>();
    var starts = new TreeSet<Integer>(List.of(0));
    sides.stream()
        .flatMap(s -> s.policy().entries().stream())
        .map(PolicyEntry::ports)
        .filter(p -> p.protocol().covers(protocol))
        .forEach(
            ports -> {
              starts.add(ports.first());
              starts.add(ports.last() + 1);
            });
    starts.remove(MAX_PORT + 1);
    for (int first : starts) {
      Integer next = starts.higher(first);
      var piece = new PortRange(protocol, first, next == null ? MAX_PORT : next - 1);
      if (sides.stream().allMatch(s -> allows(s, protocol, first))) {
        append(openings, new Opening(piece, rules(sides, protocol, first)));
      }
    }
    return openings;
  }

  private static boolean allows(Side side, Protocol protocol, int port) {
    return Evaluator.decide(
            side.policy(), new Request(side.peer(), protocol, port, Optional.empty()))
        .allowed();
  }

  private static void append(List<Opening> openings, Opening next) {
    if (!openings.isEmpty()) {
      Opening last = openings.get(openings.size() - 1);
      boolean adjacent = last.ports().last() + 1 == next.ports().first();
      if (adjacent && last.rules().equals(next.rules())) {
        var both =
            new PortRange(last.ports().protocol(), last.ports().first(), next.ports().last());
        openings.set(openings.size() - 1, new Opening(both, next.rules()));
        return;
      }
    }
    openings.add(next);
  }

  /** Where both ends ask something, requests must satisfy both: each says whose rule it is. */
  private static List<String> rules(List<Side> sides, Protocol protocol, int port) {
    List<Side> asking = sides.stream().filter(s -> !rules(s, protocol, port).isEmpty()).toList();
    return asking.stream()
        .flatMap(
            side ->
                rules(side, protocol, port).stream()
                    .map(r -> asking.size() == 1 ? r : side.policy().direction().text() + " " + r))
        .toList();
  }

  /** None where a rule that asks nothing of requests lifts the others. */
  private static List<String> rules(Side side, Protocol protocol, int port) {
    List<PolicyEntry> covering = side.covering(protocol, port);
    boolean names = covering.stream().anyMatch(e -> e.l7() instanceof L7Rules.Dns);
    boolean lifted =
        covering.stream().anyMatch(e -> asksNothing(e) && (!names || isFor(e.ports(), port)));
    return lifted || !side.policy().enforced()
        ? List.of()
        : covering.stream().flatMap(e -> RuleText.of(e).stream()).distinct().toList();
  }

  private static boolean asksNothing(PolicyEntry entry) {
    return RuleText.of(entry).isEmpty()
        || (entry.connection().serverNames().isEmpty()
            && entry.l7() instanceof L7Rules.Http
            && entry.parts().stream().anyMatch(p -> isPlain(p)));
  }

  private static boolean isPlain(PolicyEntry.Part part) {
    return part.action() == Action.ALLOW && part.l7() instanceof L7Rules.None;
  }

  /** A DNS proxy knows the entries of the very port alone. */
  private static boolean isFor(PortRange ports, int port) {
    return ports.first() == port && ports.last() == port;
  }
}
