package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type in the incremental protocol: only what changed goes out, removals by name.
 *
 * <p>Of an isolated type, what was refused together goes again one resource a response, since that
 * costs no more bytes; what is removed goes before it, and so does an older version that claims
 * what a newest one claims. There is one response at a time, as that depends on what the client
 * has.
 *
 * <p>Of a type in whole snapshots a new stream brings everything again, also what the client
 * quotes: cilium-envoy begins with nothing at the first response that it takes on a stream. What
 * such a client refused and nobody narrows down goes again with the next change.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/v1.40.0/api-docs/xds_protocol">xDS
 *     protocol</a>
 */
final class DeltaSession extends TypeSession<DeltaDiscoveryResponse> {
  private final Limits limits;

  /** Names that go in a response of their own the next time. */
  private final Set<String> alone = new HashSet<>();

  /** Names in a response that was refused, to be offered again when the store's lock is held. */
  private final Set<String> again = new LinkedHashSet<>();

  private final HeldVersions held;

  DeltaSession(ResourceType type, Watch watch, StreamScope scope, Limits limits) {
    super(type, watch, scope, type.wholeSnapshots() ? 1 : limits.unansweredResponses());
    this.limits = limits;
    this.held = new HeldVersions(watch.table(), type.claims());
  }

  /** Subscriptions are increments, so a request is never ignored as a whole. */
  @Override
  boolean isStale(ClientRequest request) {
    return false;
  }

  @Override
  boolean parks(int resources) {
    return type.isolated() || !type.wholeSnapshots();
  }

  @Override
  void suspect(Map<String, String> versions) {
    if (type.isolated()) {
      alone.addAll(versions.keySet());
    }
  }

  @Override
  void taken(SentResponse response) {
    super.taken(response);
    if (type.isolated()) {
      held.took(response);
    }
  }

  @Override
  void rejected(SentResponse response, String reason) {
    // A client that comes back gets an answer that it takes, be it without anything refused.
    answerOwed |= held.isRenewal() && !response.items().isEmpty();
    boolean isOne = response.items().size() == 1;
    if (!type.isolated() || isOne || response.content().isEmpty()) {
      super.rejected(response, reason);
      if (!parks(response.items().size())) {
        response.items().forEach(item -> owed.add(item.name()));
      }
      return;
    }
    for (Item item : response.items()) {
      Told latest = told.get(item.name());
      if (latest != null && latest.nonce().equals(response.nonce())) {
        sendAgain(item);
      }
    }
  }

  private void sendAgain(Item item) {
    again.add(item.name());
    owed.add(item.name());
    if (!item.isRemoval()) {
      alone.add(item.name());
    }
  }

  @Override
  void subscribe(ClientRequest request, boolean isFirst) {
    again.stream().filter(watch::covers).forEach(watch::offer);
    again.clear();
    if (isFirst) {
      request.quoted().forEach(this::quote);
    }
    if (request.isWildcard() || (isFirst && request.names().isEmpty())) {
      watch.setWildcard(true);
      answerOwed |= !isFirst || request.quoted().isEmpty() || type.wholeSnapshots();
    }
    for (String name : request.names()) {
      if (isName(name)) {
        want(name, isFirst);
      }
    }
    for (String name : request.dropped()) {
      drop(name);
    }
    if (isFirst) {
      forgetUncovered();
      told.keySet().forEach(watch::offer);
    }
  }

  private void quote(String name, String version) {
    if (!isName(name) || version.isEmpty()) {
      return;
    }
    @Nullable Resource content = content(name, version);
    told.put(name, Told.quoted(version, scope.now()).accepting(content));
    if (type.wholeSnapshots()) {
      owed.add(name);
    }
    if (type.isolated()) {
      held.quoted(name, content);
    }
  }

  /** Of a version that a client quotes: the newest, or what it had when it refused that. */
  private @Nullable Resource content(String name, String version) {
    TypeTable.Entry newest = watch.table().get(name);
    if (newest == null) {
      return null;
    }
    Resource resource = newest.resource();
    return Stream.concat(
            Stream.of(resource),
            scope.rejections().find(scope.nodeId(), key(name), resource.version()).stream()
                .flatMap(rejection -> Stream.ofNullable(rejection.accepted())))
        .filter(each -> each.version().equals(version))
        .findFirst()
        .orElse(null);
  }

  @Override
  void forget(String name) {
    super.forget(name);
    held.forget(name);
  }

  /** A client may have forgotten what it asks for again, so it gets an answer even if it has it. */
  private void want(String name, boolean isFirst) {
    watch.add(name);
    watch.offer(name);
    if (!isFirst || !told.containsKey(name)) {
      owed.add(name);
    }
  }

  private void drop(String name) {
    if (name.equals(ClientRequest.WILDCARD)) {
      watch.setWildcard(false);
      forgetUncovered();
    } else if (watch.remove(name)) {
      if (watch.covers(name)) {
        owed.add(name);
        watch.offer(name);
      } else {
        forget(name);
      }
    }
  }

  /** Of a type in whole snapshots removals go with the additions. */
  @Override
  boolean hasAdditions() {
    return super.hasAdditions() || (type.wholeSnapshots() && watch.hasAbsent());
  }

  @Override
  @Nullable DeltaDiscoveryResponse additions() {
    DeltaDraft draft = new DeltaDraft(scope.freshNonce());
    if (type.wholeSnapshots()) {
      owed.stream().filter(watch::covers).forEach(watch::offer);
      addRemovals(draft);
    }
    List<TypeTable.Entry> next = choose(draft);
    List<Resource> newest = next.stream().map(TypeTable.Entry::resource).toList();
    if (held.isRenewal()) {
      held.renew(draft, newest);
    } else {
      Set<String> outdated = held.outdated(newest);
      if (!outdated.isEmpty()) {
        putBack(next);
        outdated.forEach(this::withdraw);
        outdated.forEach(draft::withdraw);
        return finish(draft);
      }
    }
    for (TypeTable.Entry entry : next) {
      tell(entry, draft.nonce());
      draft.add(entry);
    }
    return draft.isEmpty() && !answerOwed ? null : finish(draft);
  }

  /** What goes in the next response, on top of the removals in it. */
  private List<TypeTable.Entry> choose(DeltaDraft removals) {
    List<TypeTable.Entry> chosen = new ArrayList<>();
    long bytes = 0;
    while (watch.hasPresent()) {
      boolean isFirst = removals.isEmpty() && chosen.isEmpty();
      if (!hasRoom(isFirst, bytes)) {
        break;
      }
      TypeTable.Entry entry = watch.nextPresent();
      if (entry != null && alone.contains(entry.resource().name()) && !isFirst) {
        watch.offer(entry.resource().name());
        break;
      }
      boolean isLast = entry != null && alone.remove(entry.resource().name());
      if (entry != null && isDue(entry)) {
        chosen.add(entry);
        bytes += entry.resource().body().getValue().size();
        if (isLast) {
          break;
        }
      }
    }
    return chosen;
  }

  /** What goes alone is the only one in {@code chosen}. */
  private void putBack(List<TypeTable.Entry> chosen) {
    for (TypeTable.Entry entry : chosen) {
      String name = entry.resource().name();
      watch.offer(name);
      owed.add(name);
      if (chosen.size() == 1) {
        alone.add(name);
      }
    }
  }

  /** The client is to lose the version that it has; whatever was told of the newest holds. */
  private void withdraw(String name) {
    held.forget(name);
    Told before = told.get(name);
    TypeTable.Entry newest = watch.table().get(name);
    if (before != null && newest != null && before.has(newest.resource().version())) {
      told.put(name, before.accepting(null));
    } else {
      told.remove(name);
      watch.offer(name);
    }
  }

  @Override
  @Nullable DeltaDiscoveryResponse removals() {
    DeltaDraft draft = new DeltaDraft(scope.freshNonce());
    addRemovals(draft);
    return draft.isEmpty() ? null : finish(draft);
  }

  private void addRemovals(DeltaDraft draft) {
    long bytes = 0;
    while (watch.hasAbsent() && hasRoom(draft.isEmpty(), bytes)) {
      String name = watch.nextAbsent();
      alone.remove(name);
      if (name != null && isRemovalDue(name)) {
        tellRemoval(name, draft.nonce());
        draft.remove(name, scope.store().sequence());
        bytes += name.length();
      }
    }
  }

  private boolean isDue(TypeTable.Entry entry) {
    boolean isOwed = owed.remove(entry.resource().name());
    return !wasTold(entry) || (isOwed && !isRejected(entry));
  }

  private boolean isRemovalDue(String name) {
    boolean isOwed = owed.remove(name);
    Told before = told.get(name);
    return isOwed || (before != null && !before.isRemoval());
  }

  private boolean hasRoom(boolean isFirst, long bytes) {
    return isFirst
        || type.wholeSnapshots()
        || (!type.oneResourcePerResponse() && bytes < limits.responseBytes());
  }

  private DeltaDiscoveryResponse finish(DeltaDraft draft) {
    DeltaDiscoveryResponse response = draft.build(watch.table());
    sent(draft.sent(response.getSerializedSize()));
    return response;
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && !name.equals(ClientRequest.WILDCARD);
  }
}
