package dev.chancery.envoy.stock;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.UInt32Value;
import dev.chancery.envoy.rbac.Inputs;
import dev.chancery.envoy.rbac.Trees;
import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.world.ContainerPort;
import dev.chancery.policy.world.Endpoint;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The listeners of an endpoint in the explicit mode. Policy edits never touch them.
 *
 * <pre>
 *   client ──► front:B ──► ep:A/egress ──► ep:B/ingress ──► application of B
 *                  │            (client is endpoint A)  ▲
 *                  └────────────────────────────────────┘ (client is no endpoint)
 * </pre>
 *
 * <p>The front admits connections by B's ingress policy and sends them on by the client's address;
 * egress and ingress judge requests, or bytes where they are not HTTP. Nothing is sent to the
 * application before the client has sent its first bytes, because only then the policy is asked.
 */
final class Listeners {
  /** How long a client may stay silent before its first byte. */
  private static final Duration SILENCE = Duration.newBuilder().setSeconds(300).build();

  private static final FilterChainMatch HTTP =
      FilterChainMatch.newBuilder()
          .addAllApplicationProtocols(List.of("http/1.0", "http/1.1", "h2c"))
          .build();

  private final HttpManager http;

  Listeners(StockOptions options) {
    this.http = new HttpManager(options);
  }

  static List<ContainerPort> tcpPorts(Endpoint endpoint) {
    return endpoint.ports().stream().filter(p -> p.protocol() == Protocol.TCP).toList();
  }

  /** Whether anyone can dial it: it has an address, a port and an application behind them. */
  static boolean isDialled(Endpoint endpoint) {
    return !endpoint.addresses().isEmpty()
        && !tcpPorts(endpoint).isEmpty()
        && endpoint.appAddress().isPresent();
  }

  /**
   * Where clients dial one address of an endpoint that {@link #isDialled}.
   *
   * @param local the addresses of all endpoints of this node, whose connections pass their egress
   */
  Listener front(Endpoint endpoint, InetAddress own, SortedSet<IpPrefix> local) {
    List<Address> addresses =
        tcpPorts(endpoint).stream().map(p -> Extensions.address(own, p.port())).toList();
    Filter policy =
        TcpFilters.policy(Names.connections(endpoint.id(), Direction.INGRESS), Direction.INGRESS);
    String byClient = Names.hop(Direction.EGRESS, "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%");
    String byServer = Names.hop(Direction.INGRESS, "%DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT%");
    return Listener.newBuilder()
        .setName(Names.front(own))
        .setAddress(addresses.get(0))
        // Another process on the same address is to be an error, not half of the connections.
        .setEnableReusePort(BoolValue.of(false))
        .addAllAdditionalAddresses(
            addresses.stream()
                .skip(1)
                .map(a -> AdditionalAddress.newBuilder().setAddress(a).build())
                .toList())
        .setFilterChainMatcher(
            Trees.ipTrie(Inputs.SOURCE_IP, Map.of(chain("egress"), local), chain("ingress")))
        .addFilterChains(hop("egress", policy, byClient))
        .addFilterChains(hop("ingress", policy, byServer))
        .addAccessLog(AccessLogs.connections())
        .build();
  }

  Listener egress(Endpoint endpoint) {
    int id = endpoint.id();
    String nextHop = Names.hop(Direction.INGRESS, "%DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT%");
    Filter connections =
        TcpFilters.policy(Names.connections(id, Direction.EGRESS), Direction.EGRESS);
    return internal(Names.side(id, Direction.EGRESS))
        .addFilterChains(
            FilterChain.newBuilder()
                .setName("http")
                .setFilterChainMatch(HTTP)
                .addFilters(connections)
                .addFilters(http.egress(id)))
        .addFilterChains(
            hop(
                "raw",
                TcpFilters.policy(Names.bytes(id, Direction.EGRESS), Direction.EGRESS),
                nextHop))
        .addAccessLog(AccessLogs.connections())
        .build();
  }

  /** One pair of chains a container port, because the application's address is a cluster's. */
  Listener ingress(Endpoint endpoint) {
    int id = endpoint.id();
    Listener.Builder listener = internal(Names.side(id, Direction.INGRESS));
    Filter bytes = TcpFilters.policy(Names.bytes(id, Direction.INGRESS), Direction.INGRESS);
    for (ContainerPort port : tcpPorts(endpoint)) {
      String application = Names.application(endpoint, port.port());
      listener
          .addFilterChains(
              FilterChain.newBuilder()
                  .setName("http/" + port.port())
                  .setFilterChainMatch(
                      HTTP.toBuilder().setDestinationPort(UInt32Value.of(port.port())))
                  .addFilters(http.ingress(id, application)))
          .addFilterChains(
              FilterChain.newBuilder()
                  .setName("raw/" + port.port())
                  .setFilterChainMatch(
                      FilterChainMatch.newBuilder().setDestinationPort(UInt32Value.of(port.port())))
                  .addFilters(bytes)
                  .addFilters(TcpFilters.proxyTo(application, AccessLogs.deniedConnections())));
    }
    return listener.build();
  }

  private static Listener.Builder internal(String name) {
    return Listener.newBuilder()
        .setName(name)
        .setInternalListener(Listener.InternalListenerConfig.getDefaultInstance())
        .addListenerFilters(listenerFilter("proxy-protocol", ProxyProtocol.getDefaultInstance()))
        .addListenerFilters(listenerFilter("http-inspector", HttpInspector.getDefaultInstance()))
        .setListenerFiltersTimeout(SILENCE);
  }

  private static FilterChain hop(String name, Filter policy, String clusterFormat) {
    return FilterChain.newBuilder()
        .setName(name)
        .addFilters(policy)
        .addFilters(TcpFilters.chooseCluster(clusterFormat))
        .addFilters(TcpFilters.proxyTo("none"))
        .build();
  }

  private static OnMatch chain(String name) {
    return OnMatch.newBuilder()
        .setAction(
            TypedExtensionConfig.newBuilder()
                .setName("chain")
                .setTypedConfig(Any.pack(StringValue.of(name))))
        .build();
  }

  private static ListenerFilter listenerFilter(String name, Message config) {
    return ListenerFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }
}
