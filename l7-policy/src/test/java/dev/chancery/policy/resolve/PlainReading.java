package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options.Enforcement;
import dev.chancery.policy.world.World;
import java.util.List;

/** One direction of an endpoint's rules, read one by one for L3 and L4, without any compiling. */
record PlainReading(World world, Endpoint endpoint, Direction direction, List<Rule> bound) {
  enum Answer {
    DENIED,
    ALLOWED,
    NOT_ALLOWED,
    /** Depends on services or on names of ports, which are not read here. */
    UNKNOWN
  }

  private List<Rule> rules() {
    return bound.stream().filter(r -> !r.elements(direction).isEmpty()).toList();
  }

  private boolean always() {
    return world.options().enforcement() == Enforcement.ALWAYS
        || endpoint.identity().labels().sorted().contains(Label.reserved("init"));
  }

  boolean enforced() {
    return world.options().enforcement() != Enforcement.NEVER && (always() || !rules().isEmpty());
  }

  Answer of(Identity peer, Request request) {
    if (!enforced()) {
      return Answer.ALLOWED;
    }
    List<RuleElement> elements =
        rules().stream().flatMap(r -> r.elements(direction).stream()).toList();
    Answer denied = any(elements, Action.DENY, peer, request);
    if (denied != Answer.NOT_ALLOWED) {
      return denied == Answer.ALLOWED ? Answer.DENIED : Answer.UNKNOWN;
    }
    boolean open =
        !always() && rules().stream().noneMatch(r -> r.defaultDeny().contains(direction));
    boolean probe =
        direction == Direction.INGRESS
            && world.options().allowLocalhost()
            && peer.number() == ReservedIdentity.HOST.number();
    return open || probe ? Answer.ALLOWED : any(elements, Action.ALLOW, peer, request);
  }

  /** ALLOWED stands for covered here. */
  private Answer any(List<RuleElement> elements, Action action, Identity peer, Request request) {
    Answer found = Answer.NOT_ALLOWED;
    for (RuleElement element : elements) {
      if (element.action() == action) {
        Answer one = covers(element, peer, request);
        if (one == Answer.ALLOWED) {
          return one;
        }
        found = one == Answer.UNKNOWN ? one : found;
      }
    }
    return found;
  }

  private Answer covers(RuleElement element, Identity peer, Request request) {
    boolean everyone = !(element.peers() instanceof PeerRule.AnyOf);
    List<PeerSelector> selectors =
        element.peers() instanceof PeerRule.AnyOf any ? any.selectors() : List.of();
    boolean selected =
        everyone || selectors.stream().anyMatch(s -> s.selects(peer.labels(), world.cluster()));
    boolean services = selectors.stream().anyMatch(s -> s instanceof PeerSelector.OfService);
    if (!selected && !services) {
      return Answer.NOT_ALLOWED;
    }
    List<PortSpec> ports = element.ports().stream().flatMap(p -> p.ports().stream()).toList();
    boolean covered =
        ports.stream()
            .anyMatch(p -> p instanceof PortSpec.Range r && contains(element, r.range(), request));
    if (covered) {
      return selected ? Answer.ALLOWED : Answer.UNKNOWN;
    }
    return ports.stream().anyMatch(p -> p instanceof PortSpec.Named)
        ? Answer.UNKNOWN
        : Answer.NOT_ALLOWED;
  }

  /** A deny of ICMP type 0 is a deny of every type. */
  private static boolean contains(RuleElement element, PortRange range, Request request) {
    boolean everyType =
        element.action() == Action.DENY
            && range.protocol() == request.protocol()
            && !request.protocol().hasPorts()
            && range.last() == 0;
    return everyType || range.contains(request.protocol(), request.port());
  }
}
