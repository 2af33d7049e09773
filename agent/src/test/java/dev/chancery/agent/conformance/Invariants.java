package dev.chancery.agent.conformance;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What holds of every resolution, whatever the policies. */
final class Invariants {
  private final NodeView view;
  private final List<String> broken = new ArrayList<>();

  private Invariants(NodeView view) {
    this.view = view;
  }

  /**
   * For every endpoint, identity and port that matters: what a rule denies is not allowed, and what
   * no rule admits neither.
   *
   * @return what does not hold, in words
   */
  static List<String> broken(NodeView view) {
    Invariants invariants = new Invariants(view);
    for (Endpoint endpoint : view.world().endpoints()) {
      for (Direction direction : Direction.values()) {
        invariants.check(endpoint, direction);
      }
    }
    return invariants.broken;
  }

  private void check(Endpoint endpoint, Direction direction) {
    EndpointPolicy policy =
        Objects.requireNonNull(view.resolution().policies().get(endpoint.key()));
    PlainReading reading = new PlainReading(view.world(), endpoint, direction);
    List<Integer> ports = reading.ports().toList();
    for (Identity peer : view.resolution().identities().values()) {
      for (int port : ports) {
        var request = new Request(peer.number(), Protocol.TCP, port, Optional.empty());
        boolean allowed = Evaluator.decide(policy.direction(direction), request).allowed();
        boolean denied = reading.denies(peer, port);
        boolean admitted = reading.admits(peer, port);
        if (allowed != (admitted && !denied)) {
          broken.add(
              "%s of %s: %s on port %d is %s, and the rules %s it"
                  .formatted(
                      direction.text(),
                      endpoint.key(),
                      peer.labels().texts(),
                      port,
                      allowed ? "allowed" : "denied",
                      denied ? "deny" : admitted ? "admit" : "do not admit"));
        }
      }
    }
  }
}
