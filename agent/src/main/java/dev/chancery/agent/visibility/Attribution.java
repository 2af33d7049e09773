package dev.chancery.agent.visibility;

import com.google.common.net.InetAddresses;
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
      return byAddress(t.proxyPolicy())
          .or(() -> own(t.ingress(), t.source(), t.destination()))
          .flatMap(own -> policy(view, t.ingress(), own))
          .map(p -> http(view, p, http))
          .orElse(unknown(t.verdict() == Transaction.Verdict.DENIED));
    }
    if (record instanceof ConnectionRecord c) {
      return own(c.ingress(), c.source(), c.destination())
          .flatMap(own -> policy(view, c.ingress(), own))
          .map(p -> connection(view, p, c))
          .orElse(unknown(c.denied()));
    }
    return new Attribution(true, PolicyAttribution.NONE);
  }

  /** Of an endpoint that has gone: a denial is shown all the same. */
  private static Attribution unknown(boolean denied) {
    return new Attribution(denied, PolicyAttribution.NONE);
  }

  /** cilium-envoy calls a policy by an address of the endpoint that has it. */
  private static Optional<InetAddress> byAddress(String proxyPolicy) {
    return InetAddresses.isInetAddress(proxyPolicy)
        ? Optional.of(InetAddresses.forString(proxyPolicy))
        : Optional.empty();
  }

  private static Optional<InetAddress> own(
      boolean ingress, InetSocketAddress source, InetSocketAddress destination) {
    return Optional.ofNullable((ingress ? destination : source).getAddress());
  }

  private static Optional<DirectionPolicy> policy(NodeView view, boolean ingress, InetAddress own) {
    return view.endpoint(own)
        .flatMap(e -> Optional.ofNullable(view.resolution().policies().get(e.key())))
        .map((EndpointPolicy p) -> p.direction(ingress ? Direction.INGRESS : Direction.EGRESS));
  }

  private static Attribution http(NodeView view, DirectionPolicy policy, HttpRecord record) {
    Transaction t = record.transaction();
    boolean denied = t.verdict() == Transaction.Verdict.DENIED;
    boolean refused = denied || t.verdict() == Transaction.Verdict.ERROR;
    Request connection =
        new Request(peer(view, t), Protocol.TCP, t.destination().getPort(), Optional.empty());
    if (!refused && !Named.filtersHttp(policy, connection)) {
      return HIDDEN;
    }
    if (t.type() == Transaction.Type.RESPONSE) {
      return new Attribution(true, PolicyAttribution.NONE);
    }
    Request request =
        new Request(
            connection.peer(), Protocol.TCP, connection.port(), Optional.of(request(record)));
    List<Provenance> rules =
        Named.byProxy(policy, t.proxyPolicy())
            .or(() -> decided(Evaluator.decide(policy, request), denied))
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
    InetSocketAddress peer = record.ingress() ? record.source() : record.destination();
    Request request =
        new Request(
            identity(view, peer), Protocol.TCP, record.destination().getPort(), Optional.empty());
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

  /** By whom the proxy says it decided, where that is an identity of ours; else by the address. */
  private static int peer(NodeView view, Transaction t) {
    int told = (int) (t.ingress() ? t.sourceIdentity() : t.destinationIdentity());
    return told != 0 && view.resolution().identities().containsKey(told)
        ? told
        : identity(view, t.ingress() ? t.source() : t.destination());
  }

  private static int identity(NodeView view, InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    return address == null ? 0 : view.resolution().ipCache().identity(address).number();
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
