package dev.chancery.agent.conformance;

import dev.chancery.agent.conformance.Pairs.Session;
import dev.chancery.agent.engines.CiliumEngine;
import dev.chancery.agent.engines.CiliumProxies;
import dev.chancery.agent.engines.EvaluatorEngine;
import dev.chancery.agent.engines.KnownDifference;
import dev.chancery.agent.engines.Manager;
import dev.chancery.agent.engines.Outcome;
import dev.chancery.agent.engines.Traffic;
import dev.chancery.agent.offline.End;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what Envoy was asked to the proxies of cilium-envoy's releases as well, and to the evaluator
 * about the headers that such a proxy makes of the client's.
 */
final class CiliumPairs {
  private final NodeView view;
  private final List<Side> sides = new ArrayList<>();
  private final Map<String, Integer> explained;

  private record Side(CiliumEngine cilium, EvaluatorEngine evaluator, Manager manager) {}

  /**
   * @param explained takes how often which difference was met
   */
  CiliumPairs(NodeView view, Map<String, Integer> explained) {
    this.view = view;
    this.explained = explained;
    for (CiliumProxies proxy : CiliumProxies.values()) {
      Manager manager = proxy.manager();
      sides.add(new Side(proxy.engine(view), new EvaluatorEngine(view, manager), manager));
    }
  }

  /**
   * What the codec refuses is the same Envoy's in both; so is what of a dot segment's parameters.
   */
  static boolean isComparable(WireRequest request) {
    return request.status() == request.target().status() && !request.target().raw().contains("..;");
  }

  /**
   * Whether one of them has it otherwise.
   *
   * @param stock what the stock Envoy has answered
   * @return what is wrong, in words
   */
  Optional<String> differs(Session session, WireRequest request, int stock) {
    Traffic traffic = traffic(session, request);
    for (Side side : sides) {
      Outcome cilium = side.cilium().outcome(traffic);
      Outcome evaluator = side.evaluator().outcome(traffic);
      Outcome envoy = new Outcome(stock, Optional.empty(), true);
      boolean sameHeaders = readsAlike(side.manager(), traffic, request, session.client());
      if (!isSame(cilium, evaluator) || (sameHeaders && !isSame(cilium, envoy))) {
        return Optional.of(
            "%s %s, evaluator %s, Envoy %d"
                .formatted(side.cilium().name(), cilium, evaluator, stock));
      }
      if (!sameHeaders && cilium.allowed() != envoy.allowed()) {
        explained.merge("proxy-headers", 1, Integer::sum);
      }
    }
    return Optional.empty();
  }

  /** What the proxies take down as a mistake. */
  List<String> violations() {
    return sides.stream()
        .flatMap(s -> s.cilium().violations().stream())
        .map(Object::toString)
        .toList();
  }

  private boolean isSame(Outcome cilium, Outcome other) {
    if (cilium.status() == other.status()) {
      return true;
    }
    Optional<KnownDifference> why = KnownDifference.between(cilium, other);
    why.ifPresent(d -> explained.merge(d.id(), 1, Integer::sum));
    return why.isPresent();
  }

  /** Whether policy sees the same headers on both, where it is asked. */
  private static boolean readsAlike(
      Manager manager, Traffic traffic, WireRequest request, String client) {
    Manager.Reading reading =
        manager.read(traffic.http().orElseThrow(), Optional.of(ConformanceNode.address(client)));
    return !(reading instanceof Manager.Reading.Forward read)
        || read.http().headers().equals(request.http(client).headers());
  }

  private Traffic traffic(Session session, WireRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    request
        .fields()
        .forEach(
            f -> headers.computeIfAbsent(f.getKey(), n -> new ArrayList<>()).add(f.getValue()));
    return new Traffic(
        End.find(view, session.client()),
        End.find(view, session.server().ip()),
        Protocol.TCP,
        session.port(),
        Optional.empty(),
        Optional.of(
            new Request.Http(
                request.method(), request.target().raw(), request.authority(), headers)),
        Optional.empty());
  }
}
