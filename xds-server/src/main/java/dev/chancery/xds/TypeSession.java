package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final Map<String, SentResponse> unanswered = new LinkedHashMap<>();
  private final int mostUnanswered;
  private String lastAnswered = "";
  private boolean hasTaken;
  private @Nullable SentResponse lastSent;

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
    unanswered.put(response.nonce(), response);
    answerOwed = false;
    lastSent = response;
  }

  /** The response that was made last. */
  SentResponse lastSent() {
    return Objects.requireNonNull(lastSent);
  }

  /** The response that was made last does not go out after all. */
  void withdraw() {
    unanswered.remove(lastSent().nonce());
  }

  /** Whether the client has taken a response on this stream. */
  boolean hasTaken() {
    return hasTaken;
  }

  /** Size of the last response. */
  int responseBytes() {
    return lastSent == null ? 0 : lastSent.bytes();
  }

  /** Responses that wait for their answers, oldest first. */
  List<SentResponse> unanswered() {
    return List.copyOf(unanswered.values());
  }

  /** Takes the answer to a response, and returns the response. */
  Optional<SentResponse> settle(ClientRequest request) {
    SentResponse response = unanswered.get(request.nonce());
    if (response == null) {
      if (!request.nonce().isEmpty() && !request.nonce().equals(lastAnswered)) {
        scope.count(Counter.STALE_NONCES);
      }
      return Optional.empty();
    }
    var oldest = unanswered.keySet().iterator();
    while (!oldest.next().equals(response.nonce())) {
      oldest.remove();
    }
    unanswered.remove(response.nonce());
    lastAnswered = response.nonce();
    String reason = rejection(request);
    scope.count(reason == null ? Counter.ACKS : Counter.NACKS);
    if (reason == null) {
      hasTaken = true;
      taken(response);
    } else {
      rejected(response, reason);
    }
    return Optional.of(response);
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
      note(name, 0, new Delivery.Acked(""), false);
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
    boolean isNewest = latest == null ? !isUnanswered(item.name()) : latest.nonce().equals(nonce);
    if (isNewest && park && item.resource() != null) {
      var rejection = new Rejections.Rejection(outcome, latest == null ? null : latest.accepted());
      scope.rejections().put(scope.nodeId(), key(item.name()), rejection);
    }
    note(item.name(), sequence, outcome, true);
  }

  private boolean isUnanswered(String name) {
    return unanswered.values().stream()
        .flatMap(response -> response.items().stream())
        .anyMatch(item -> item.name().equals(name));
  }

  final void note(String name, long sequence, Delivery delivery, boolean isNews) {
    scope.note(new StreamScope.Outcome(key(name), sequence, delivery, isNews));
  }

  final ResourceKey key(String name) {
    return new ResourceKey(type.typeUrl(), name);
  }
}
