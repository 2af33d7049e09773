package dev.chancery.agent.engines;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.offline.End;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.policy.Direction;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.map.MapEntries;
import dev.chancery.policy.map.MapLookup;
import dev.chancery.policy.map.MapVerdict;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Redirect;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.Header;
import dev.chancery.testproxy.policy.HttpCall;
import dev.chancery.testproxy.policy.HttpVerdict;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Violation;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A cilium-envoy behind Cilium's datapath.
 *
 * <p>A connection passes the policy map of the sender and then that of the receiver, as the kernel
 * reads them. Where an entry redirects it, the proxy is asked too: whether it takes the connection,
 * and each request on it. So a connection that no entry redirects is the kernel's business alone,
 * and its requests are nobody's. An entry without a listener to lead to is withheld: its traffic is
 * dropped. DNS is left to whoever proxies it.
 */
public final class CiliumEngine implements Engine {
  private static final int FIRST_PORT = 10_001;

  private final NodeView view;
  private final ProxyGeneration generation;
  private final Manager manager;
  private final CiliumMessages messages;
  private final Map<String, MapLookup> maps = new HashMap<>();

  /**
   * @param options that the messages are made with
   * @param manager of the HTTP listeners
   */
  public CiliumEngine(
      NodeView view, CiliumOptions options, ProxyGeneration generation, Manager manager) {
    this.view = view;
    this.generation = generation;
    this.manager = manager;
    this.messages = CiliumMessages.of(view, options, generation);
  }

  @Override
  public String name() {
    return "cilium-envoy " + generation.release();
  }

  /** What the messages have that they must not; empty. */
  public List<Violation> violations() {
    return messages.violations();
  }

  @Override
  public Outcome outcome(Traffic traffic) {
    Optional<Request.Http> now = traffic.http();
    boolean proxied = false;
    for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
      if (!traffic.concerns(direction)) {
        continue;
      }
      MapVerdict verdict = kernel(traffic, direction);
      Optional<ProxyListener> listener =
          verdict
              .entry()
              .flatMap(e -> e.redirect())
              .flatMap(r -> ProxyListener.of(r.parser(), direction));
      Optional<Connection> connection = listener.map(l -> connection(traffic, direction, l));
      if (!verdict.allowed()
          || isWithheld(verdict, listener)
          || connection.filter(c -> !messages.policies().connection(c).allowed()).isPresent()) {
        return proxied ? Outcome.answered(Outcome.UNREACHABLE) : Outcome.closed();
      }
      if (listener.filter(ProxyListener::isHttp).isPresent() && now.isPresent()) {
        proxied = true;
        Manager.Reading reading = manager.read(now.get(), traffic.client());
        if (reading instanceof Manager.Reading.Answer answer) {
          return Outcome.answered(answer.status());
        }
        HttpVerdict request =
            messages
                .policies()
                .request(connection.get(), call(((Manager.Reading.Forward) reading).http()));
        if (!request.allowed()) {
          return Outcome.answered(Outcome.DENIED);
        }
        now = Optional.of(http(request.forwarded()));
      }
    }
    return Outcome.passed(now, proxied);
  }

  private MapVerdict kernel(Traffic traffic, Direction direction) {
    Endpoint endpoint = traffic.own(direction).endpoint().orElseThrow();
    EndpointPolicy policy =
        Objects.requireNonNull(view.resolution().policies().get(endpoint.key()));
    return maps.computeIfAbsent(
            endpoint.key(), k -> MapLookup.in(MapEntries.of(policy, view.world().options())))
        .decide(direction, traffic.peer(direction).identity(), traffic.protocol(), traffic.port());
  }

  private static boolean isWithheld(MapVerdict verdict, Optional<ProxyListener> listener) {
    return listener.isEmpty()
        && verdict
            .entry()
            .flatMap(e -> e.redirect())
            .filter(r -> r.parser() != Redirect.Parser.DNS)
            .isPresent();
  }

  private Connection connection(Traffic traffic, Direction direction, ProxyListener listener) {
    InetAddress own = traffic.own(direction).endpoint().orElseThrow().addresses().get(0);
    return new Connection(
        InetAddresses.toAddrString(own),
        direction == Direction.INGRESS,
        traffic.port(),
        remote(traffic.peer(direction)),
        FIRST_PORT + listener.ordinal(),
        traffic.serverName());
  }

  /** As the proxy looks it up; an end without an address is known by its number alone. */
  private long remote(End peer) {
    return peer.endpoint()
        .map(e -> e.addresses().get(0))
        .or(peer::address)
        .map(messages.hosts()::identity)
        .orElse((long) peer.identity());
  }

  private static HttpCall call(Request.Http http) {
    List<Header> headers = new ArrayList<>();
    http.headers().forEach((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
    return HttpCall.of(
        http.method(), http.authority(), http.path(), headers.toArray(Header[]::new));
  }

  private static Request.Http http(HttpCall call) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    call.headers().stream()
        .filter(h -> !h.name().startsWith(":"))
        .forEach(h -> headers.computeIfAbsent(h.name(), n -> new ArrayList<>()).add(h.value()));
    return new Request.Http(
        call.joined(":method").orElse(""),
        call.joined(":path").orElse(""),
        call.joined(":authority").orElse(""),
        headers);
  }
}
