package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One direction of a policy: overlapping ranges of ports are split into disjoint ones whose rules
 * are merged, port 0 stands for every port, and entries of another protocol than TCP are
 * overlooked.
 */
final class DirectionPolicy {
  private static final String PATH = "PortNetworkPolicyValidationError";

  private record Entry(int first, int last, List<Rule> rules) {
    boolean covers(int from, int to) {
      return first <= from && to <= last;
    }
  }

  private record Range(int last, RuleList rules) {}

  private final TreeMap<Integer, Range> ranges = new TreeMap<>();
  private final Optional<RuleList> anyPort;
  private final ProxyGeneration generation;

  DirectionPolicy(List<PortNetworkPolicy> protos, ProxyGeneration generation, RuleReader reader)
      throws Rejected {
    this.generation = generation;
    List<Entry> entries = new ArrayList<>();
    List<Entry> wildcards = new ArrayList<>();
    for (PortNetworkPolicy proto : protos) {
      constraints(proto);
      List<Rule> rules = new ArrayList<>();
      for (PortNetworkPolicyRule rule : proto.getRulesList()) {
        rules.add(reader.read(rule));
      }
      if (proto.getProtocol() == SocketAddress.Protocol.TCP) {
        int last = Math.max(proto.getPort(), proto.getEndPort());
        (proto.getPort() == 0 ? wildcards : entries).add(new Entry(proto.getPort(), last, rules));
      }
    }
    anyPort = wildcards.isEmpty() ? Optional.empty() : Optional.of(merged(wildcards));
    split(entries, wildcards);
  }

  private static void constraints(PortNetworkPolicy proto) throws Rejected {
    int port = proto.getPort();
    int end = proto.getEndPort();
    if (port < 0 || port > 65535) {
      throw Rejected.constraint(4, PATH + ".Port", "value must be less than or equal to 65535");
    }
    if (end < 0 || end > 65535) {
      throw Rejected.constraint(4, PATH + ".EndPort", "value must be less than or equal to 65535");
    }
    if (end != 0 && end < port) {
      throw new Rejected(
          4,
          "PortNetworkPolicy: Invalid port range, end port is less than start port "
              + port
              + "-"
              + end);
    }
    if (port == 0 && end != 0) {
      throw new Rejected(
          4, "PortNetworkPolicy: Invalid port range including the wildcard zero port 0-" + end);
    }
  }

  private void split(List<Entry> entries, List<Entry> wildcards) throws Rejected {
    TreeSet<Integer> starts = new TreeSet<>();
    for (Entry entry : entries) {
      starts.add(entry.first());
      starts.add(entry.last() + 1);
    }
    for (int start : starts) {
      Integer next = starts.higher(start);
      if (next == null) {
        break;
      }
      int last = next - 1;
      List<Entry> here =
          new ArrayList<>(entries.stream().filter(entry -> entry.covers(start, last)).toList());
      if (!here.isEmpty()) {
        if (generation.mergesAnyPort()) {
          here.addAll(wildcards);
        }
        ranges.put(start, new Range(last, merged(here)));
      }
    }
  }

  private RuleList merged(List<Entry> entries) throws Rejected {
    List<Rule> rules = new ArrayList<>();
    entries.forEach(entry -> rules.addAll(entry.rules()));
    boolean someEmpty = entries.stream().anyMatch(entry -> entry.rules().isEmpty());
    if (someEmpty && !rules.isEmpty() && generation.keepsEmptyEntries()) {
      rules.add(Rule.allowAll());
    }
    return new RuleList(rules);
  }

  /** The lists that speak for a port: one, or until 1.35 its own and that of port 0. */
  private List<RuleList> at(int port) {
    Map.Entry<Integer, Range> found = ranges.floorEntry(port);
    Optional<RuleList> own =
        found != null && port <= found.getValue().last()
            ? Optional.of(found.getValue().rules())
            : Optional.empty();
    List<RuleList> lists = new ArrayList<>();
    own.ifPresent(lists::add);
    if (own.isEmpty() || !generation.mergesAnyPort()) {
      anyPort.ifPresent(lists::add);
    }
    return lists;
  }

  Verdict connection(Connection connection) {
    List<Decision> decisions =
        at(connection.port()).stream().map(list -> list.connection(connection)).toList();
    return verdict(decisions);
  }

  HttpVerdict request(Connection connection, RequestState request) {
    List<RuleList> lists = at(connection.port());
    if (lists.stream().noneMatch(RuleList::judgesHttp)) {
      return request.verdict(true, "no HTTP rules on this port");
    }
    List<Decision> decisions = new ArrayList<>();
    lists.forEach(list -> decisions.add(list.request(connection, request)));
    Verdict verdict = verdict(decisions);
    return request.verdict(verdict.allowed(), verdict.reason());
  }

  /** Either list may allow, either may deny, and a deny wins. */
  private static Verdict verdict(List<Decision> decisions) {
    Optional<Decision> deny = decisions.stream().filter(Decision::denies).findFirst();
    if (deny.isPresent()) {
      return new Verdict(false, "denied by " + deny.get().reason());
    }
    Optional<Decision> allow = decisions.stream().filter(Decision::allows).findFirst();
    return allow
        .map(decision -> new Verdict(true, "allowed by " + decision.reason()))
        .orElseGet(
            () ->
                new Verdict(
                    false, decisions.isEmpty() ? "no entry of this port" : "no rule matches"));
  }

  TlsOutcome tls(Connection connection, boolean upstream, Secrets secrets) {
    boolean raw = false;
    for (RuleList list : at(connection.port())) {
      RuleList.Tls tls =
          list.tls(connection, rule -> upstream ? rule.upstream() : rule.downstream());
      if (tls.context().isPresent()) {
        return tls.context().get().ready(secrets) ? TlsOutcome.TLS : TlsOutcome.CLOSED;
      }
      raw |= tls.raw();
    }
    return raw && connection(connection).allowed() ? TlsOutcome.RAW : TlsOutcome.CLOSED;
  }
}
