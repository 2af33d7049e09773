package dev.chancery.agent.conformance;

import dev.chancery.agent.conformance.Fleet.Pod;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the evaluator says about a request from a client to a server: the server's ingress and,
 * where the client is a pod, the client's egress both have to allow it.
 */
final class Oracle {
  /** The connection is closed without a byte. */
  static final int CLOSED = 0;

  static final int DENIED = 403;
  static final int SERVED = 200;

  private final String client;
  private final int port;
  private final List<Side> sides = new ArrayList<>();

  /**
   * @param peer identity of the other side
   */
  private record Side(DirectionPolicy policy, int peer) {}

  Oracle(NodeView view, String client, Pod server, int port) {
    this.client = client;
    this.port = port;
    InetAddress from = ConformanceNode.address(client);
    InetAddress to = ConformanceNode.address(server.ip());
    IpCache cache = view.resolution().ipCache();
    EndpointPolicy policy = Objects.requireNonNull(view.resolution().policies().get(server.key()));
    sides.add(new Side(policy.direction(Direction.INGRESS), cache.identity(from).number()));
    view.endpoint(from)
        .map(e -> Objects.requireNonNull(view.resolution().policies().get(e.key())))
        .ifPresent(
            p -> sides.add(new Side(p.direction(Direction.EGRESS), cache.identity(to).number())));
  }

  /** Whether a connection may exist. */
  boolean connects() {
    return sides.stream().allMatch(allows(Optional.empty()));
  }

  /** Whether a connection may exist, and requests on it are judged by rules. */
  boolean isFiltered() {
    return connects() && sides.stream().anyMatch(s -> decide(s, Optional.empty()).redirected());
  }

  /** The status of the answer, of the application where it is {@link #SERVED}. */
  int status(WireRequest request) {
    if (!connects()) {
      return CLOSED;
    }
    if (request.status() != SERVED) {
      return request.status();
    }
    return sides.stream().allMatch(allows(Optional.of(request.http(client)))) ? SERVED : DENIED;
  }

  private Predicate<Side> allows(Optional<Request.Http> http) {
    return side -> decide(side, http).allowed();
  }

  private Decision decide(Side side, Optional<Request.Http> http) {
    return Evaluator.decide(side.policy(), new Request(side.peer(), Protocol.TCP, port, http));
  }
}
