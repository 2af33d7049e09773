package dev.chancery.envoy.stock;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.rbac.Inputs;
import dev.chancery.envoy.rbac.Layer;
import dev.chancery.envoy.rbac.PolicyTree;
import dev.chancery.envoy.rbac.Ruling;
import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** From endpoints and their policies to what a stock Envoy is told. Pure. */
public final class StockTranslator {
  private final Listeners listeners;

  public StockTranslator(StockOptions options) {
    this.listeners = new Listeners(options);
  }

  /**
   * Listeners and clusters of an endpoint; no policy is in them.
   *
   * @param local the addresses of all endpoints of this node
   */
  public List<EnvoyResource> topology(Endpoint endpoint, SortedSet<IpPrefix> local) {
    Stream<EnvoyResource> clusters =
        Clusters.of(endpoint).stream().map(c -> new EnvoyResource(c.getName(), c));
    Stream<Listener> all =
        Stream.concat(
            Stream.of(listeners.egress(endpoint)),
            Listeners.isDialled(endpoint)
                ? Stream.concat(
                    Stream.of(listeners.ingress(endpoint)),
                    endpoint.addresses().stream().map(a -> listeners.front(endpoint, a, local)))
                : Stream.empty());
    return Stream.concat(clusters, all.map(l -> new EnvoyResource(l.getName(), l))).toList();
  }

  /**
   * The policy of an endpoint: for each direction that has listeners one resource a layer, fit for
   * ECDS.
   */
  public List<EnvoyResource> policy(EndpointPolicy policy, IpCache cache) {
    return policies(
        policy.endpoint(),
        List.of(Direction.values()),
        d -> List.of(new Ruling(policy.direction(d), cache)));
  }

  /** One direction of {@link #policy}: none where it has no listeners. */
  public List<EnvoyResource> policy(EndpointPolicy policy, Direction direction, IpCache cache) {
    return policies(
        policy.endpoint(),
        List.of(direction),
        d -> List.of(new Ruling(policy.direction(d), cache)));
  }

  /** The resources of {@link #policy} between two policies: what both allow. */
  public List<EnvoyResource> transition(
      EndpointPolicy before, IpCache cacheBefore, EndpointPolicy after, IpCache cacheAfter) {
    return policies(
        after.endpoint(),
        List.of(Direction.values()),
        d ->
            List.of(
                new Ruling(before.direction(d), cacheBefore),
                new Ruling(after.direction(d), cacheAfter)));
  }

  private static List<EnvoyResource> policies(
      Endpoint endpoint, List<Direction> directions, Function<Direction, List<Ruling>> rulings) {
    int id = endpoint.id();
    List<EnvoyResource> resources = new ArrayList<>();
    for (Direction direction : directions) {
      if (direction == Direction.INGRESS && !Listeners.isDialled(endpoint)) {
        continue;
      }
      List<Ruling> of = rulings.apply(direction);
      resources.add(ecds(Names.requests(id, direction), http(direction, of)));
      resources.add(
          ecds(Names.connections(id, direction), network(direction, of, Layer.CONNECTION)));
      resources.add(ecds(Names.bytes(id, direction), network(direction, of, Layer.BYTES)));
    }
    return List.copyOf(resources);
  }

  private static Message http(Direction direction, List<Ruling> rulings) {
    return RBAC.newBuilder()
        .setMatcher(PolicyTree.compile(rulings, peer(direction), Layer.REQUEST))
        .build();
  }

  private static Message network(Direction direction, List<Ruling> rulings, Layer layer) {
    return io.envoyproxy
        .envoy
        .extensions
        .filters
        .network
        .rbac
        .v3
        .RBAC
        .newBuilder()
        .setStatPrefix(TcpFilters.statPrefix(direction))
        .setMatcher(PolicyTree.compile(rulings, peer(direction), layer))
        .build();
  }

  private static com.github.xds.core.v3.TypedExtensionConfig peer(Direction direction) {
    return direction == Direction.INGRESS ? Inputs.SOURCE_IP : Inputs.DESTINATION_IP;
  }

  private static EnvoyResource ecds(String name, Message config) {
    return new EnvoyResource(
        name,
        TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build());
  }
}
