package dev.chancery.xds;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gRPC stream of either protocol.
 *
 * <p>All its state belongs to one serialised context. gRPC's threads hand requests and readiness to
 * it; an update of the store leaves names in the stream's watches and wakes it, at most one wake
 * being queued. The next request is asked for when one has been handled, so nothing queues here
 * without a bound. Responses are made one at a time and only while the transport takes them: a slow
 * client costs a set of names, and gets the newest content when it reads on.
 *
 * @see Sessions for what goes first
 */
final class XdsStream<Q extends Message, R extends Message> implements StreamObserver<Q> {
  private static final Logger log = LoggerFactory.getLogger(XdsStream.class);

  private final XdsServer server;
  private final Wire<Q, R> wire;
  private final ServerCallStreamObserver<R> call;
  private final long id;
  private final String peer;
  private final String service;
  private final Optional<String> onlyType;
  private final Instant since;
  private final Executor context;
  private final FirstGate gate;
  private final AtomicBoolean isWakeQueued = new AtomicBoolean();

  private final Sessions<R> sessions = new Sessions<>();
  private volatile @Nullable StreamScope scope;
  private boolean isClosed;

  /**
   * Whether the client has said that it lived before this stream. It is then not sent again what it
   * rejected on an earlier one; a client that carries nothing over is a new process, and may well
   * take what the one before it rejected.
   */
  private boolean isContinued;

  XdsStream(
      XdsServer server,
      Wire<Q, R> wire,
      ServerCallStreamObserver<R> call,
      long id,
      String peer,
      String service,
      Optional<String> onlyType) {
    this.server = server;
    this.wire = wire;
    this.call = call;
    this.id = id;
    this.peer = peer;
    this.service = service;
    this.onlyType = onlyType;
    this.gate = new FirstGate(server, this::wake);
    this.since = server.clock().instant();
    this.context = MoreExecutors.newSequentialExecutor(server.executor());
    call.disableAutoRequest();
    call.setOnReadyHandler(this::wake);
    call.setOnCancelHandler(() -> run(this::close));
    call.request(1);
  }

  @Override
  public void onNext(Q request) {
    run(
        () -> {
          receive(wire.reader().apply(request));
          flush();
          call.request(1);
        });
  }

  /** What came was no request. */
  void unreadable() {
    run(() -> refuse(Refusal.invalid(Counter.UNREADABLE, "request: cannot be decoded")));
  }

  @Override
  public void onError(Throwable cause) {
    run(this::close);
  }

  @Override
  public void onCompleted() {
    run(
        () -> {
          close();
          call.onCompleted();
        });
  }

  long id() {
    return id;
  }

  boolean isOf(String nodeId) {
    StreamScope bound = scope;
    return bound != null && bound.nodeId().equals(nodeId);
  }

  /** Tells whoever waits for a key what this client has done with it already. */
  void report(ResourceKey key) {
    run(
        () -> {
          TypeSession<R> session = sessions.get(key.typeUrl());
          if (session != null) {
            store(
                session.scope,
                () -> {
                  session.report(key.name());
                  return true;
                });
            tellOutcomes(session.scope);
          }
        });
  }

  /** The stream as it is now; empty once it has ended or before it has named its node. */
  CompletableFuture<Optional<ClientState>> state() {
    CompletableFuture<Optional<ClientState>> state = new CompletableFuture<>();
    context.execute(() -> state.complete(isClosed ? Optional.empty() : describe()));
    return state;
  }

  void wake() {
    if (isWakeQueued.compareAndSet(false, true)) {
      run(
          () -> {
            isWakeQueued.set(false);
            flush();
          });
    }
  }

  private void run(Runnable step) {
    context.execute(
        () -> {
          if (isClosed) {
            return;
          }
          try {
            step.run();
          } catch (RuntimeException e) {
            server.add(Counter.ERRORS);
            log.atError().addKeyValue("streamId", id).setCause(e).log("xDS stream failed");
            end(Status.INTERNAL.withDescription("failure in the control plane"));
          }
        });
  }

  private void receive(ClientRequest request) {
    server.add(Counter.REQUESTS);
    Optional<String> problem =
        scope == null ? server.problemOf(request.nodeId()) : Optional.empty();
    if (problem.isPresent()) {
      refuse(Refusal.invalid(Counter.REFUSED_NODES, problem.get()));
      return;
    }
    StreamScope bound = scope == null ? bind(request.nodeId()) : scope;
    String typeUrl = request.typeUrl().isEmpty() ? onlyType.orElse("") : request.typeUrl();
    Optional<Refusal> refusal = check(request, typeUrl);
    if (refusal.isPresent()) {
      refuse(refusal.get());
    } else if (typeUrl.isEmpty() || onlyType.filter(only -> !only.equals(typeUrl)).isPresent()) {
      server.add(Counter.MALFORMED);
    } else {
      receive(bound, typeUrl, request);
    }
  }

  private Optional<Refusal> check(ClientRequest request, String typeUrl) {
    if (sessions.get(typeUrl) == null && sessions.size() >= server.limits().types()) {
      return Optional.of(Refusal.overLimit("more than " + server.limits().types() + " types"));
    }
    return onlyType
        .flatMap(only -> Refusal.ofForeign(typeUrl, server.type(only)))
        .or(() -> Refusal.of(request, server.type(typeUrl)));
  }

  private void receive(StreamScope bound, String typeUrl, ClientRequest request) {
    TypeSession<R> known = sessions.get(typeUrl);
    TypeSession<R> session = known != null ? known : open(bound, typeUrl, request);
    session.heed(request);
    if (session.isStale(request)) {
      server.add(Counter.STALE_NONCES);
      return;
    }
    logRejection(bound, typeUrl, request);
    boolean hadTaken = session.hasTaken();
    session
        .settle(request)
        .ifPresent(answered -> server.sizes().answered(bound.nodeId(), typeUrl, answered));
    boolean isFirstTaken = session.hasTaken() && !hadTaken;
    store(
        bound,
        () -> {
          session.subscribe(request, known == null);
          if (known == null || isFirstTaken) {
            server.awaited(bound.nodeId(), typeUrl).forEach(key -> session.report(key.name()));
          }
          return true;
        });
    tellOutcomes(bound);
    if (isFirstTaken) {
      server.taken(bound.nodeId(), typeUrl, id);
    }
    if (sessions.names() > server.limits().names()) {
      refuse(Refusal.overLimit("more than " + server.limits().names() + " names"));
    }
  }

  private StreamScope bind(String nodeId) {
    StreamScope bound = server.scope(id, nodeId);
    scope = bound;
    server.connected(nodeId, id);
    return bound;
  }

  private TypeSession<R> open(StreamScope bound, String typeUrl, ClientRequest first) {
    if (!server.knows(typeUrl) && !bound.store().knows(typeUrl)) {
      server.add(Counter.UNKNOWN_TYPES);
    }
    isContinued |= first.continuesEarlierStream();
    ResourceType type = server.type(typeUrl);
    Watch watch = bound.store().watch(typeUrl, this::wake);
    TypeSession<R> session = wire.opener().open(type, watch, bound, server.limits());
    if (!isContinued) {
      session.suspect(server.rejections().forget(bound.nodeId(), typeUrl));
    }
    gate.opened(bound, typeUrl, first.continuesEarlierStream());
    sessions.add(session);
    server.subscribed(bound.nodeId(), typeUrl, id, first.continuesEarlierStream());
    return session;
  }

  private void flush() {
    StreamScope bound = scope;
    while (bound != null && !isClosed && call.isReady()) {
      Optional<Sessions.Next<R>> next =
          store(bound, () -> sessions.next(session -> gate.holds(bound, session.type.typeUrl())));
      tellOutcomes(bound);
      if (next.isEmpty()) {
        return;
      }
      send(bound, next.get().session(), next.get().response());
    }
  }

  private void send(StreamScope bound, TypeSession<R> session, R response) {
    String typeUrl = session.type.typeUrl();
    SentResponse made = session.unanswered.last().orElseThrow();
    Optional<Oversize> oversize = server.sizes().find(bound.nodeId(), typeUrl, made);
    if (oversize.isPresent()) {
      session.unanswered.withdraw(made);
      refuse(Refusal.exhausted(Counter.OVERSIZE, oversize.get().text()));
      return;
    }
    gate.sent(bound, typeUrl);
    server.sent(typeUrl, made.bytes());
    call.onNext(response);
  }

  private static <T> T store(StreamScope scope, Supplier<T> work) {
    return scope.store().atomically(work);
  }

  private void tellOutcomes(StreamScope bound) {
    for (var o = bound.outcomes().poll(); o != null; o = bound.outcomes().poll()) {
      server.answered(bound.nodeId(), o);
    }
  }

  private void logRejection(StreamScope bound, String typeUrl, ClientRequest request) {
    if (request.error() != null) {
      log.atDebug()
          .addKeyValue("nodeId", bound.nodeId())
          .addKeyValue("typeUrl", typeUrl)
          .addKeyValue("nonce", request.nonce())
          .log("rejected");
    }
  }

  private Optional<ClientState> describe() {
    StreamScope bound = scope;
    if (bound == null) {
      return Optional.empty();
    }
    List<ClientState.Subscription> subscriptions = bound.store().atomically(sessions::describe);
    return Optional.of(new ClientState(bound.nodeId(), id, peer, service, since, subscriptions));
  }

  private void refuse(Refusal refusal) {
    server.add(refusal.counter());
    log.atDebug()
        .addKeyValue("streamId", id)
        .addKeyValue("reason", refusal.status().getDescription())
        .log("stream refused");
    end(refusal.status());
  }

  private void end(Status status) {
    close();
    call.onError(status.asRuntimeException());
  }

  private void close() {
    isClosed = true;
    StreamScope bound = scope;
    if (bound != null) {
      gate.close(bound);
      sessions.forEach(session -> close(bound, session));
    }
    server.closed(this, bound == null ? null : bound.nodeId());
  }

  private void close(StreamScope bound, TypeSession<R> session) {
    String typeUrl = session.type.typeUrl();
    bound.store().close(session.watch);
    server.unsubscribed(bound.nodeId(), typeUrl, id);
    session
        .unanswered
        .all()
        .forEach(response -> server.sizes().unanswered(bound.nodeId(), typeUrl, response));
  }
}
