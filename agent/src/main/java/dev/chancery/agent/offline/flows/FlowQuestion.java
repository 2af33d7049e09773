package dev.chancery.agent.offline.flows;

import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.WrittenRequest;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowType;
import dev.chancery.api.flow.HTTP;
import dev.chancery.api.flow.L7FlowType;
import dev.chancery.api.flow.Layer4;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.api.flow.Verdict;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.redaction.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a flow asks of policy. */
sealed interface FlowQuestion {
  /**
   * A question, and the answer that was given then.
   *
   * @param allowed whether it passed
   */
  record Asked(Question question, boolean allowed) implements FlowQuestion {}

  /** Part of a connection or an exchange that another flow stands for. */
  record Reply() implements FlowQuestion {}

  /** Nothing that policy could be asked, with the reason. */
  record Unclear(String reason) implements FlowQuestion {}

  /** Drop reasons of policy: {@code POLICY_DENIED}, {@code POLICY_DENY}. */
  List<Integer> OF_POLICY = List.of(0, 133, 181);

  static FlowQuestion of(Flow flow, EndNames names) {
    if (flow.getIsReply().getValue() || flow.getL7().getType() == L7FlowType.RESPONSE) {
      return new Reply();
    }
    Optional<Boolean> allowed = allowed(flow);
    if (allowed.isEmpty()) {
      return new Unclear("verdict " + flow.getVerdict().name() + " says neither yes nor no");
    }
    if (!allowed.get() && !OF_POLICY.contains(flow.getDropReasonDescValue())) {
      return new Unclear("dropped for another reason: " + flow.getDropReasonDesc().name());
    }
    Optional<String> from =
        names.of(flow.getSource(), flow.getIP().getSource(), flow.getSourceNamesList());
    Optional<String> to =
        names.of(
            flow.getDestination(), flow.getIP().getDestination(), flow.getDestinationNamesList());
    if (from.isEmpty() || to.isEmpty()) {
      return new Unclear((from.isEmpty() ? "source" : "destination") + " is nobody known here");
    }
    return of(flow, from.get(), to.get(), allowed.get());
  }

  private static FlowQuestion of(Flow flow, String from, String to, boolean allowed) {
    Optional<Protocol> protocol = protocol(flow.getL4());
    if (protocol.isEmpty()) {
      return new Unclear("no transport");
    }
    int port = port(flow.getL4());
    if (port < (protocol.get().hasPorts() ? 1 : 0) || port > 65535) {
      return new Unclear("no destination port");
    }
    boolean isL7 = flow.getType() == FlowType.L7;
    boolean isHttp = flow.getL7().hasHttp();
    boolean isDns = flow.getL7().hasDns();
    if (isL7 && !isHttp && !isDns) {
      return new Unclear("neither HTTP nor DNS");
    }
    Optional<Request.Http> http = isHttp ? http(flow.getL7().getHttp()) : Optional.empty();
    if (isHttp && http.isEmpty()) {
      return new Unclear("method or URL is redacted or missing");
    }
    String query = flow.getL7().getDns().getQuery();
    if (isDns && (query.isEmpty() || isRedacted(query))) {
      return new Unclear("name of the query is redacted or missing");
    }
    return new Asked(
        new Question(
            from,
            to,
            protocol.get(),
            port,
            http,
            isDns ? Optional.of(query) : Optional.empty(),
            direction(flow)),
        allowed);
  }

  static boolean isRedacted(String text) {
    return text.contains(Redactor.PLACEHOLDER);
  }

  private static Optional<Boolean> allowed(Flow flow) {
    if (flow.getVerdict() == Verdict.DROPPED) {
      return Optional.of(false);
    }
    return flow.getVerdict() == Verdict.FORWARDED || flow.getVerdict() == Verdict.REDIRECTED
        ? Optional.of(true)
        : Optional.empty();
  }

  private static Optional<Direction> direction(Flow flow) {
    if (flow.getTrafficDirection() == TrafficDirection.INGRESS) {
      return Optional.of(Direction.INGRESS);
    }
    return flow.getTrafficDirection() == TrafficDirection.EGRESS
        ? Optional.of(Direction.EGRESS)
        : Optional.empty();
  }

  private static Optional<Protocol> protocol(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> Optional.of(Protocol.TCP);
      case UDP -> Optional.of(Protocol.UDP);
      case SCTP -> Optional.of(Protocol.SCTP);
      case ICMPV4 -> Optional.of(Protocol.ICMP);
      case ICMPV6 -> Optional.of(Protocol.ICMPV6);
      default -> Optional.empty();
    };
  }

  private static int port(Layer4 l4) {
    return switch (l4.getProtocolCase()) {
      case TCP -> l4.getTCP().getDestinationPort();
      case UDP -> l4.getUDP().getDestinationPort();
      case SCTP -> l4.getSCTP().getDestinationPort();
      case ICMPV4 -> l4.getICMPv4().getType();
      default -> l4.getICMPv6().getType();
    };
  }

  /** With the headers that are shown. */
  private static Optional<Request.Http> http(HTTP http) {
    String rest = http.getUrl().replaceFirst("^([^:/?#]*:)?//", "");
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "/" : rest.substring(slash);
    if (http.getMethod().isEmpty() || http.getUrl().isEmpty() || isRedacted(http.getUrl())) {
      return Optional.empty();
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    http.getHeadersList().stream()
        .filter(h -> !isRedacted(h.getValue()))
        .forEach(
            h -> headers.computeIfAbsent(h.getKey(), k -> new ArrayList<>()).add(h.getValue()));
    return Optional.of(WrittenRequest.of(http.getMethod(), path, authority, headers));
  }
}
