package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One type on one stream: what the client wants, was told and has answered. Used only from the
 * stream's serialised context; everything but {@link #settle} also under the store's lock.
 *
 * <p>A response is answered by its nonce. Delta responses are pipelined up to a bound, since each
 * names its own resources; of state-of-the-world responses there is one at a time, since the answer
 * to one speaks of all. An answer also frees what was sent before it, without a word on how that
 * fared. A version that was rejected is told as {@link Delivery.Rejected} and compared like any
 * other: it is the newest that the client was told, so only another content is sent.
 */
abstract class TypeSession<R> {
  final ResourceType type;
  final Watch watch;
  final StreamScope scope;

  /** By name; also what is being removed, until the client has answered. */
  final Map<String, Told> told = new TreeMap<>();

  /** Names to be answered even if there is nothing new to say. */
  final Set<String> owed = new HashSet<>();

  /** Whether a response is owed even if it is empty. */
  boolean answerOwed;

  final Unanswered unanswered = new Unanswered();

  private final int mostUnanswered;
  private boolean hasTaken;

  TypeSession(ResourceType type, Watch watch, StreamScope scope, int mostUnanswered) {
    this.type = type;
    this.watch = watch;
    this.scope = scope;
    this.mostUnanswered = mostUnanswered;
  }

  /** Takes note of the version that a request quotes, also if the rest of it is ignored. */
  void heed(ClientRequest request) {}

  /** Resources whose versions another process of the client has rejected. */
  void suspect(Map<String, String> versions) {}

  /** Whether a request's names and answer are to be ignored. */
  abstract boolean isStale(ClientRequest request);

  /** Takes the names of a request. */
  abstract void subscribe(ClientRequest request, boolean isFirst);

  /** The next response that adds or changes resources, or owes an answer. */
  abstract @Nullable R additions();

  /** The next response that removes resources. */
  abstract @Nullable R removals();

  /** Whether a NACK of so many resources is held against each of them by itself. */
  abstract boolean parks(int resources);

  boolean hasAdditions() {
    return watch.hasPresent() || answerOwed;
  }

  boolean hasRemovals() {
    return watch.hasAbsent();
  }

  boolean maySend() {
    return unanswered.size() < mostUnanswered;
  }

  void sent(SentResponse response) {
    unanswered.add(response);
    answerOwed = false;
  }

  /** Whether the client has taken a response on this stream. */
  boolean hasTaken() {
    return hasTaken;
  }

  /** Takes the answer to a response, and returns the response. */
  Optional<SentResponse> settle(ClientRequest request) {
    Optional<SentResponse> answered = unanswered.settle(request.nonce());
    if (answered.isEmpty()) {
      if (unanswered.isStray(request.nonce())) {
        scope.count(Counter.STALE_NONCES);
      }
      return answered;
    }
    String reason = rejection(request);
    scope.count(reason == null ? Counter.ACKS : Counter.NACKS);
    if (reason == null) {
      hasTaken = true;
      taken(answered.get());
    } else {
      rejected(answered.get(), reason);
    }
    return answered;
  }

  /** The client's words if the request rejects the response that it answers. */
  @Nullable String rejection(ClientRequest request) {
    return request.error();
  }

  /** The client has taken a response. */
  void taken(SentResponse response) {
    response.items().forEach(item -> ack(item, response.nonce()));
  }

  /** The client has refused a response. */
  void rejected(SentResponse response, String reason) {
    boolean park = parks(response.items().size());
    response.items().forEach(item -> nack(item, response.nonce(), reason, park));
  }

  /**
   * Whether the client was told this content already; if so, notes that what it said of it holds
   * for the newest update too.
   */
  boolean wasTold(TypeTable.Entry entry) {
    String name = entry.resource().name();
    String version = entry.resource().version();
    Told before = told.get(name);
    if (before == null || !before.has(version)) {
      var rejection = scope.rejections().find(scope.nodeId(), key(name), version);
      if (rejection.isEmpty()) {
        return false;
      }
      told.put(name, Told.parked(entry, rejection.get(), scope.now()));
    } else {
      told.put(name, before.renewed(entry.sequence()));
    }
    report(name);
    return true;
  }

  boolean isRejected(TypeTable.Entry entry) {
    Resource resource = entry.resource();
    return scope.rejections().find(scope.nodeId(), resource.key(), resource.version()).isPresent();
  }

  void tell(TypeTable.Entry entry, String nonce) {
    String name = entry.resource().name();
    told.put(name, Told.resource(entry, nonce, scope.now(), told.get(name)));
    scope.rejections().remove(scope.nodeId(), key(name));
  }

  void tellRemoval(String name, String nonce) {
    told.put(name, Told.removal(scope.store().sequence(), nonce, scope.now()));
    scope.rejections().remove(scope.nodeId(), key(name));
  }

  /** Drops what the client no longer wants. */
  void forgetUncovered() {
    Set<String> uncovered = new HashSet<>(told.keySet());
    uncovered.removeIf(watch::covers);
    uncovered.forEach(this::forget);
    owed.removeIf(name -> !watch.covers(name));
  }

  void forget(String name) {
    told.remove(name);
    owed.remove(name);
    report(name);
  }

  /** Notes what is known of a name, for whoever waits for it. */
  void report(String name) {
    Told known = told.get(name);
    if (known != null && !(known.delivery() instanceof Delivery.Waiting)) {
      note(name, known.sequence(), known.delivery(), false);
    } else if (known == null && watch.table().get(name) == null && !watch.isUnsent(name)) {
      note(name, scope.store().sequence(), new Delivery.Acked(""), false);
    }
  }

  private void ack(Item item, String nonce) {
    Told latest = told.get(item.name());
    long sequence = item.sequence();
    if (latest != null && latest.nonce().equals(nonce)) {
      sequence = latest.sequence();
      if (latest.isRemoval()) {
        told.remove(item.name());
      } else {
        told.put(item.name(), latest.acked(scope.now()));
      }
    } else if (latest != null) {
      told.put(item.name(), latest.accepting(item.resource()));
    }
    note(item.name(), sequence, new Delivery.Waiting(item.version()).ack(), true);
  }

  private void nack(Item item, String nonce, String reason, boolean park) {
    Told latest = told.get(item.name());
    var outcome = new Delivery.Waiting(item.version()).nack(reason);
    long sequence = item.sequence();
    if (latest != null && latest.nonce().equals(nonce)) {
      sequence = latest.sequence();
      told.put(item.name(), latest.rejected(reason, park, scope.now()));
    }
    boolean isNewest =
        latest == null ? !unanswered.isAbout(item.name()) : latest.nonce().equals(nonce);
    if (isNewest && park && item.resource() != null) {
      var rejection = new Rejections.Rejection(outcome, latest == null ? null : latest.accepted());
      scope.rejections().put(scope.nodeId(), key(item.name()), rejection);
    }
    note(item.name(), sequence, outcome, true);
  }

  final void note(String name, long sequence, Delivery delivery, boolean isNews) {
    scope.note(new StreamScope.Outcome(key(name), sequence, delivery, isNews));
  }

  final ResourceKey key(String name) {
    return new ResourceKey(type.typeUrl(), name);
  }
}
