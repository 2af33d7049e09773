package dev.chancery.xds;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

/** Settings of an {@link XdsServer}. As it is, it serves a stock Envoy. */
public final class XdsServerBuilder {
  static final String DEFAULT_VIEW = "";

  private final Map<String, ResourceType> types = new LinkedHashMap<>();
  List<DiscoveryService> services = new ArrayList<>(DiscoveryService.ENVOY);
  List<DeliveryListener> listeners = new ArrayList<>();
  Function<String, String> viewOfNode = nodeId -> DEFAULT_VIEW;
  Executor executor = ForkJoinPool.commonPool();
  InstantSource clock = InstantSource.system();
  Limits limits = Limits.DEFAULT;
  Function<String, Optional<String>> nodeCheck = nodeId -> Optional.empty();
  final StartOrder order = new StartOrder();

  XdsServerBuilder() {
    EnvoyTypes.ALL.forEach(this::type);
  }

  /** Registers how a type is sent, in place of what was registered for its URL before. */
  public XdsServerBuilder type(ResourceType type) {
    types.put(type.typeUrl(), type);
    return this;
  }

  /** Adds a gRPC service, such as {@code cilium.NetworkPolicyDiscoveryService}. */
  public XdsServerBuilder service(DiscoveryService service) {
    services.add(service);
    return this;
  }

  /** Adds one who hears of every ACK and NACK. */
  public XdsServerBuilder listener(DeliveryListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Which view a node sees, by its id; one for all unless set. */
  public XdsServerBuilder viewOfNode(Function<String, String> function) {
    this.viewOfNode = function;
    return this;
  }

  /** Where the streams' work runs; each stream does one thing at a time. */
  public XdsServerBuilder executor(Executor where) {
    this.executor = where;
    return this;
  }

  public XdsServerBuilder clock(InstantSource source) {
    this.clock = source;
    return this;
  }

  public XdsServerBuilder limits(Limits bounds) {
    this.limits = bounds;
    return this;
  }

  /**
   * What is wrong with a node's id, if anything: a stream whose first request names such a node
   * ends with {@code INVALID_ARGUMENT} and these words. The id is empty where a client names none.
   */
  public XdsServerBuilder nodeCheck(Function<String, Optional<String>> check) {
    this.nodeCheck = check;
    return this;
  }

  /**
   * The first resources of a type on a stream wait until its node has taken those of another type,
   * on this or another of its streams, for as long as there are any to take.
   */
  public XdsServerBuilder firstAfter(String typeUrl, String earlierTypeUrl) {
    order.firstAfter(typeUrl, earlierTypeUrl);
    return this;
  }

  /**
   * A client that comes back with resources of a type is sent newer ones once its node has taken
   * those of another type, also where new clients get them in the reverse order. Until its node
   * asks for the other type it keeps what it has.
   */
  public XdsServerBuilder renewedAfter(String typeUrl, String earlierTypeUrl) {
    order.renewedAfter(typeUrl, earlierTypeUrl);
    return this;
  }

  public XdsServer build() {
    services = List.copyOf(services);
    listeners = List.copyOf(listeners);
    return new XdsServer(this, types);
  }
}
