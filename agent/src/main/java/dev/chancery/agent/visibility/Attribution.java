package dev.chancery.agent.visibility;

import dev.chancery.accesslogs.ConnectionRecord;
import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.flows.decode.PolicyAttribution;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.evaluate.Decision;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.EndpointPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which rule decided about what a proxy saw, under the policy in force now.
 *
 * <p>Envoy names the rule where it can; a request that has just found its upstream, and a rule that
 * was compiled into a group, are named by the evaluator.
 *
 * @param shown whether Hubble would show it: HTTP only where L7 rules cover the peer and port
 */
record Attribution(boolean shown, PolicyAttribution policies) {
  private static final Attribution HIDDEN = new Attribution(false, PolicyAttribution.NONE);

  static Attribution of(NodeView view, ProxyRecord record) {
    if (record instanceof HttpRecord http) {
      Transaction t = http.transaction();
      return policy(view, t.ingress(), t.source(), t.destination())
          .map(p -> http(view, p, http))
          .orElse(unknown(t.verdict() == Transaction.Verdict.DENIED));
    }
    if (record instanceof ConnectionRecord c) {
      return policy(view, c.ingress(), c.source(), c.destination())
          .map(p -> connection(view, p, c))
          .orElse(unknown(c.denied()));
    }
    return new Attribution(true, PolicyAttribution.NONE);
  }

  /** Of an endpoint that has gone: a denial is shown all the same. */
  private static Attribution unknown(boolean denied) {
    return new Attribution(denied, PolicyAttribution.NONE);
  }

  private static Optional<DirectionPolicy> policy(
      NodeView view, boolean ingress, InetSocketAddress source, InetSocketAddress destination) {
    InetAddress own = (ingress ? destination : source).getAddress();
    return Optional.ofNullable(own)
        .flatMap(view::endpoint)
        .flatMap(e -> Optional.ofNullable(view.resolution().policies().get(e.key())))
        .map((EndpointPolicy p) -> p.direction(ingress ? Direction.INGRESS : Direction.EGRESS));
  }

  private static Attribution http(NodeView view, DirectionPolicy policy, HttpRecord record) {
    Transaction t = record.transaction();
    Request request = request(view, t.ingress(), t.source(), t.destination(), Optional.of(record));
    Decision decision = Evaluator.decide(policy, request);
    boolean denied = t.verdict() == Transaction.Verdict.DENIED;
    boolean refused = denied || t.verdict() == Transaction.Verdict.ERROR;
    if (!Named.filtersHttp(policy, request) && !refused) {
      return HIDDEN;
    }
    if (t.type() == Transaction.Type.RESPONSE) {
      return new Attribution(true, PolicyAttribution.NONE);
    }
    List<Provenance> rules =
        Named.byProxy(policy, t.proxyPolicy())
            .or(() -> decided(decision, denied))
            .or(() -> denied ? Optional.empty() : Named.apartFromHeaders(policy, request))
            .orElseGet(() -> Named.covering(policy, request));
    return new Attribution(
        true, PolicyAttribution.of(t.ingress(), denied, FlowPolicies.of(rules, view), 0));
  }

  /** The evaluator's rules where it agrees with what the proxy did. */
  private static Optional<List<Provenance>> decided(Decision decision, boolean denied) {
    return decision.allowed() != denied && !decision.decidedBy().isEmpty()
        ? Optional.of(decision.decidedBy())
        : Optional.empty();
  }

  private static Attribution connection(
      NodeView view, DirectionPolicy policy, ConnectionRecord record) {
    if (!policy.enforced() && !record.denied()) {
      return HIDDEN;
    }
    Request request =
        request(view, record.ingress(), record.source(), record.destination(), Optional.empty());
    Decision decision = Evaluator.decide(policy, request);
    List<Provenance> rules =
        Named.byProxy(policy, record.proxyPolicy())
            .or(() -> decided(decision, record.denied()))
            .orElse(List.of());
    return new Attribution(
        true,
        PolicyAttribution.of(
            record.ingress(),
            record.denied(),
            FlowPolicies.of(rules, view),
            Named.matchType(policy, request, record.denied())));
  }

  private static Request request(
      NodeView view,
      boolean ingress,
      InetSocketAddress source,
      InetSocketAddress destination,
      Optional<HttpRecord> http) {
    InetAddress peer = (ingress ? source : destination).getAddress();
    int identity = peer == null ? 0 : view.resolution().ipCache().identity(peer).number();
    return new Request(
        identity, Protocol.TCP, destination.getPort(), http.map(Attribution::request));
  }

  private static Request.Http request(HttpRecord record) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpRecord.Header header : record.requestHeaders()) {
      headers
          .computeIfAbsent(header.name().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(header.value());
    }
    return new Request.Http(record.method(), record.path(), record.authority(), headers);
  }
}
