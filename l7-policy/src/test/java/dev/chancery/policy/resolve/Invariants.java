package dev.chancery.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.map.MapEntries;
import dev.chancery.policy.map.MapLookup;
import dev.chancery.policy.map.MapVerdict;
import dev.chancery.policy.map.Wildcards;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What holds of every resolution, whatever the policies are. The expectation comes from the rules
 * themselves ({@link PlainReading}) and shares nothing with the resolver: what a deny covers no
 * output allows; what no rule allows is not allowed; a rule that is said to allow exists; and the
 * maps of both forms say what the evaluator says.
 */
public final class Invariants {
  private final World world;
  private final Collection<Identity> identities;
  private final Set<PolicyRef> policies;
  private final Set<Integer> ports = new TreeSet<>();

  private Invariants(World world, Collection<Identity> identities) {
    this.world = world;
    this.identities = identities;
    this.policies = world.policies().stream().map(Policy::ref).collect(Collectors.toSet());
    ports.add(61234);
    world.policies().stream()
        .flatMap(p -> p.rules().stream())
        .flatMap(r -> r.elements().stream())
        .flatMap(e -> e.ports().stream())
        .flatMap(p -> p.ports().stream())
        .forEach(this::addPorts);
    world.endpoints().forEach(e -> e.ports().forEach(p -> ports.add(p.port())));
  }

  /** Checks every endpoint without a conflict. */
  public static void check(World world, Resolution resolution) {
    check(world, resolution.policies(), resolution.conflicts(), resolution.identities().values());
  }

  /**
   * @param policies by {@code namespace/pod}
   */
  static void check(
      World world,
      Map<String, EndpointPolicy> policies,
      Map<String, Conflict> conflicts,
      Collection<Identity> identities) {
    var invariants = new Invariants(world, identities);
    for (Endpoint endpoint : world.endpoints()) {
      EndpointPolicy policy = policies.get(endpoint.key());
      assertThat(policy).as("policy of %s", endpoint.key()).isNotNull();
      if (policy != null && !conflicts.containsKey(endpoint.key())) {
        invariants.check(policy);
      }
    }
  }

  private void addPorts(PortSpec port) {
    if (port instanceof PortSpec.Range range) {
      ports.add(range.range().first());
      ports.add(range.range().last());
      ports.add(Math.max(0, range.range().first() - 1));
    }
  }

  private void check(EndpointPolicy policy) {
    List<MapLookup> maps =
        Stream.of(Wildcards.values())
            .map(w -> MapLookup.in(MapEntries.of(policy, world.options(), w), w))
            .toList();
    List<Rule> rules =
        world.policies().stream()
            .flatMap(p -> p.rules().stream())
            .filter(r -> r.binds(policy.endpoint().identity().labels()))
            .toList();
    for (Direction direction : Direction.values()) {
      var reading = new PlainReading(world, policy.endpoint(), direction, rules);
      assertThat(policy.direction(direction).enforced())
          .as("%s %s enforced", policy.endpoint().key(), direction)
          .isEqualTo(reading.enforced());
      for (Identity identity : identities) {
        for (int port : ports) {
          for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.ICMP)) {
            var request = new Request(identity.number(), protocol, port, Optional.empty());
            check(policy, direction, request, reading.of(identity, request), maps);
          }
        }
      }
    }
  }

  private void check(
      EndpointPolicy policy,
      Direction direction,
      Request request,
      PlainReading.Answer expected,
      List<MapLookup> maps) {
    Decision decision = Evaluator.decide(policy.direction(direction), request);
    boolean allowed = decision.allowed();
    boolean asRead =
        switch (expected) {
          case DENIED, NOT_ALLOWED -> !allowed;
          case ALLOWED -> allowed;
          case UNKNOWN -> true;
        };
    if (!asRead) {
      throw new AssertionError(
          "%s %s %s: rules say %s, the evaluator %s"
              .formatted(policy.endpoint().key(), direction, request, expected, decision));
    }
    for (MapLookup map : maps) {
      MapVerdict verdict =
          map.decide(direction, request.peer(), request.protocol(), request.port());
      if (verdict.allowed() != allowed || verdict.redirected() != decision.redirected()) {
        throw new AssertionError(
            "%s %s %s: map says %s, the evaluator %s"
                .formatted(policy.endpoint().key(), direction, request, verdict, decision));
      }
    }
    boolean ofRules =
        decision.decidedBy().stream()
            .allMatch(r -> policies.contains(r.policy()) || isOption(r.policy(), request));
    if (!ofRules) {
      throw new AssertionError("no such rule: " + decision);
    }
  }

  private boolean isOption(PolicyRef policy, Request request) {
    return policy.equals(ImplicitEntries.LOCALHOST.policy())
        && world.options().allowLocalhost()
        && request.peer() == ReservedIdentity.HOST.number();
  }
}
