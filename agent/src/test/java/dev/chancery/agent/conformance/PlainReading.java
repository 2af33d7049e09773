package dev.chancery.agent.conformance;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the rules of a world say of one peer on one TCP port, read one after the other as they are
 * written: slow, without anything that resolution makes of them, and so fit to check it.
 */
final class PlainReading {
  private final World world;
  private final Endpoint endpoint;
  private final Direction direction;
  private final List<RuleElement> elements;
  private final List<Rule> bound;

  PlainReading(World world, Endpoint endpoint, Direction direction) {
    this.world = world;
    this.endpoint = endpoint;
    this.direction = direction;
    this.bound =
        world.policies().stream()
            .flatMap(p -> p.rules().stream())
            .filter(r -> r.binds(endpoint.identity().labels()))
            .filter(r -> !r.elements(direction).isEmpty())
            .toList();
    this.elements = bound.stream().flatMap(r -> r.elements(direction).stream()).toList();
  }

  /** Whether a rule denies it. */
  boolean denies(Identity peer, int port) {
    return any(Action.DENY, peer, port);
  }

  /** Whether something lets it pass L3 and L4: a rule, or that nothing denies by default. */
  boolean admits(Identity peer, int port) {
    return any(Action.ALLOW, peer, port)
        || bound.stream().noneMatch(r -> r.defaultDeny().contains(direction))
        || (direction == Direction.INGRESS && peer.number() == ReservedIdentity.HOST.number());
  }

  /** Ports at which what the rules say may change. */
  Stream<Integer> ports() {
    return Stream.concat(
            world.endpoints().stream().flatMap(e -> e.ports().stream()).map(ContainerPort::port),
            elements.stream()
                .flatMap(e -> e.ports().stream())
                .flatMap(p -> p.ports().stream())
                .filter(PortSpec.Range.class::isInstance)
                .map(p -> ((PortSpec.Range) p).range())
                .flatMap(r -> Stream.of(r.first() - 1, r.first(), r.last(), r.last() + 1)))
        .filter(p -> p >= 0 && p <= 65535)
        .distinct();
  }

  private boolean any(Action action, Identity peer, int port) {
    return elements.stream()
        .filter(e -> e.action() == action && speaksOf(e.peers(), peer))
        .flatMap(e -> e.ports().stream())
        .flatMap(p -> p.ports().stream())
        .anyMatch(p -> holds(p, port));
  }

  private boolean speaksOf(PeerRule peers, Identity peer) {
    return !(peers instanceof PeerRule.AnyOf some)
        || some.selectors().stream().anyMatch(s -> s.selects(peer.labels(), world.cluster()));
  }

  private boolean holds(PortSpec spec, int port) {
    if (spec instanceof PortSpec.Range range) {
      return range.range().contains(Protocol.TCP, port);
    }
    PortSpec.Named named = (PortSpec.Named) spec;
    List<Integer> numbers =
        (direction == Direction.INGRESS ? Stream.of(endpoint) : world.endpoints().stream())
            .flatMap(e -> e.ports().stream())
            .filter(p -> p.protocol() == Protocol.TCP)
            .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(named.name()))
            .map(ContainerPort::port)
            .distinct()
            .toList();
    return named.protocol().covers(Protocol.TCP)
        && numbers.size() == 1
        && new PortRange(Protocol.TCP, numbers.get(0), Math.max(numbers.get(0), named.endPort()))
            .contains(Protocol.TCP, port);
  }
}
