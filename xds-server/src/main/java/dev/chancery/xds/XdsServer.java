package dev.chancery.xds;

import com.google.protobuf.Message;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves resources of any type to Envoys, in both xDS protocols, aggregated or a type a service,
 * and knows what each client has done with each.
 *
 * <p>The transport is the caller's: add {@link #services()} to a gRPC server on any socket. Publish
 * by updating a {@link #store()}; the call returns before anything is sent, and no client can hold
 * it up. A client sees the store of its node's view.
 *
 * @see XdsServerBuilder
 */
public final class XdsServer {
  private static final Logger log = LoggerFactory.getLogger(XdsServer.class);

  private final XdsServerBuilder settings;
  private final Map<String, ResourceType> types;
  private final ConcurrentMap<String, ResourceStore> stores = new ConcurrentHashMap<>();
  private final ResourceStore nothing = new ResourceStore();
  private final ConcurrentSkipListMap<Long, XdsStream<?, ?>> streams =
      new ConcurrentSkipListMap<>();
  private final AtomicLong lastStreamId = new AtomicLong();
  private final Acks acks = new Acks();
  private final Counters counters = new Counters();
  private final Rejections rejections;
  private final SnapshotMemory snapshots;
  private final LastVersions lastVersions;
  private final Oversizes oversizes;
  private final Subscribers subscribers = new Subscribers();
  private final TakenTypes taken = new TakenTypes();

  XdsServer(XdsServerBuilder settings, Map<String, ResourceType> types) {
    this.settings = settings;
    this.types = Map.copyOf(types);
    this.rejections = new Rejections(settings.limits.rememberedNodes(), settings.limits.names());
    this.snapshots = new SnapshotMemory(settings.limits.rememberedNodes());
    this.lastVersions = new LastVersions(settings.limits.rememberedNodes());
    this.oversizes = new Oversizes(settings.limits, settings.clock);
  }

  public static XdsServerBuilder builder() {
    return new XdsServerBuilder();
  }

  /** The gRPC services to serve. */
  public List<ServerServiceDefinition> services() {
    return settings.services.stream().map(new Services(this)::define).toList();
  }

  /** What is published to nodes of the default view. */
  public ResourceStore store() {
    return store(XdsServerBuilder.DEFAULT_VIEW);
  }

  /** What is published to nodes of a view; made when first named here or by a client. */
  public ResourceStore store(String view) {
    return stores.computeIfAbsent(view, v -> new ResourceStore());
  }

  /**
   * Completes with what a node does with the content that a key has now, or with a newer one:
   * {@link Delivery.Acked} or {@link Delivery.Rejected} of the version it spoke of. At once if the
   * node has already answered. For a key that does not exist it completes, with the empty version,
   * when no stream of the node holds the resource any more.
   *
   * <p>It waits for as long as it takes, also for a node that is not connected: a time-out is the
   * caller's, and may complete or cancel the future itself. It completes on a stream's context, so
   * the continuation is to hand over and return.
   */
  public CompletableFuture<Delivery> whenAnswered(String nodeId, ResourceKey key) {
    ResourceStore store = storeOf(nodeId);
    CompletableFuture<Delivery> future =
        store.atomically(
            () -> {
              var entry = store.entry(key);
              return entry == null
                  ? acks.await(nodeId, key, true, store.sequence())
                  : acks.await(nodeId, key, false, entry.sequence());
            });
    streams.values().stream().filter(s -> s.isOf(nodeId)).forEach(s -> s.report(key));
    return future;
  }

  /** Whether an open stream of a node asks for a type. */
  public boolean isSubscribed(String nodeId, String typeUrl) {
    return subscribers.has(nodeId, typeUrl);
  }

  /**
   * Clients that seem unable to take a response: more than once a stream of theirs ended without an
   * answer to the same large one. Gone from the list when the client answers.
   */
  public List<Oversize> oversizes() {
    return oversizes.all();
  }

  /** Bytes of the responses sent, by type URL; those of types not registered under {@code ""}. */
  public SortedMap<String, Long> bytesSent() {
    return counters.bytesSent();
  }

  /** Every stream that has named its node, oldest first. */
  public CompletableFuture<List<ClientState>> clients() {
    List<CompletableFuture<Optional<ClientState>>> states =
        streams.values().stream()
            .<CompletableFuture<Optional<ClientState>>>map(XdsStream::state)
            .toList();
    return CompletableFuture.allOf(states.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> states.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
  }

  /** What has been counted since the server was made. */
  public Map<Counter, Long> counts() {
    return counters.snapshot();
  }

  public long count(Counter counter) {
    return counters.get(counter);
  }

  /** How many futures of {@link #whenAnswered} are open. */
  int waits() {
    return acks.size();
  }

  <Q extends Message, R extends Message> XdsStream<Q, R> open(
      Wire<Q, R> wire,
      ServerCallStreamObserver<R> call,
      String peer,
      String method,
      Optional<String> onlyType) {
    long id = lastStreamId.incrementAndGet();
    var stream = new XdsStream<Q, R>(this, wire, call, id, peer, method, onlyType);
    streams.put(id, stream);
    counters.add(Counter.STREAMS);
    return stream;
  }

  /** What a stream of a node shares. A client that does not say who it is sees nothing. */
  StreamScope scope(long streamId, String nodeId) {
    if (nodeId.isEmpty()) {
      counters.add(Counter.MISSING_NODES);
    }
    return new StreamScope(
        streamId,
        nodeId,
        storeOf(nodeId),
        rejections,
        snapshots,
        lastVersions,
        counters,
        settings.clock);
  }

  private ResourceStore storeOf(String nodeId) {
    return nodeId.isEmpty() ? nothing : store(settings.viewOfNode.apply(nodeId));
  }

  void connected(String nodeId, long streamId) {
    log.atDebug().addKeyValue("nodeId", nodeId).addKeyValue("streamId", streamId).log("connected");
    tell(listener -> listener.connected(nodeId, streamId));
  }

  void closed(XdsStream<?, ?> stream, @Nullable String nodeId) {
    streams.remove(stream.id());
    if (nodeId != null) {
      tell(listener -> listener.disconnected(nodeId, stream.id()));
    }
  }

  /** A client has taken resources of a type: what waits for them on other streams may go. */
  void taken(String nodeId, String typeUrl, long streamId) {
    if (order().isAwaited(typeUrl) && taken.taken(nodeId, typeUrl, streamId)) {
      wake(nodeId);
    }
  }

  boolean isTaken(String nodeId, String typeUrl) {
    return taken.isTaken(nodeId, typeUrl);
  }

  /** A stream begins to ask for a type. */
  void subscribed(String nodeId, String typeUrl, long streamId, boolean continues) {
    subscribers.opened(nodeId, typeUrl, streamId, continues);
    tell(listener -> listener.subscribed(nodeId, streamId, typeUrl));
    if (order().isAwaited(typeUrl)) {
      wake(nodeId);
    }
  }

  /** A stream that asked for a type has ended. */
  void unsubscribed(String nodeId, String typeUrl, long streamId) {
    subscribers.closed(nodeId, typeUrl, streamId);
    taken.closed(nodeId, typeUrl, streamId);
  }

  private void wake(String nodeId) {
    streams.values().stream().filter(s -> s.isOf(nodeId)).forEach(XdsStream::wake);
  }

  StartOrder order() {
    return settings.order;
  }

  Optional<String> problemOf(String nodeId) {
    return NodeIds.problem(nodeId).or(() -> settings.nodeCheck.apply(nodeId));
  }

  void sent(String typeUrl, int bytes) {
    counters.add(Counter.RESPONSES);
    counters.sent(knows(typeUrl) ? typeUrl : "", bytes);
  }

  List<ResourceKey> awaited(String nodeId, String typeUrl) {
    return acks.keys(nodeId, typeUrl);
  }

  void answered(String nodeId, StreamScope.Outcome outcome) {
    // Listeners first: whoever waited for the answer finds it where they keep it.
    if (outcome.isNews()) {
      tell(listener -> listener.delivered(nodeId, outcome.key(), outcome.delivery()));
    }
    acks.answered(nodeId, outcome.key(), outcome.sequence(), outcome.delivery());
  }

  private void tell(Consumer<DeliveryListener> news) {
    for (DeliveryListener listener : settings.listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        counters.add(Counter.ERRORS);
        log.atError().setCause(e).log("delivery listener failed");
      }
    }
  }

  ResourceType type(String typeUrl) {
    ResourceType registered = types.get(typeUrl);
    return registered != null ? registered : ResourceType.of(typeUrl);
  }

  boolean knows(String typeUrl) {
    return types.containsKey(typeUrl);
  }

  void add(Counter counter) {
    counters.add(counter);
  }

  Rejections rejections() {
    return rejections;
  }

  Oversizes sizes() {
    return oversizes;
  }

  Subscribers subscribers() {
    return subscribers;
  }

  Limits limits() {
    return settings.limits;
  }

  InstantSource clock() {
    return settings.clock;
  }

  Executor executor() {
    return settings.executor;
  }
}
