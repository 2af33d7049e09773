package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A type in the state of the world, in whole snapshots: a response is what the store holds at that
 * moment, so that what moves from one resource to another is never in both.
 *
 * <p>A client refuses a snapshot as a whole and keeps what it has. Of an isolated type a response
 * is therefore what the client has, without what is gone, and with the changes that {@link Trials}
 * chooses; a change that is refused alone is parked. Of another type nothing is sent before the
 * next change, and a client may have taken the rest of what it refused, as Envoy does with
 * listeners: until its next ACK nothing counts as taken or gone. No content is sent again to a
 * client that has refused it.
 */
final class SnapshotSession extends SotwSession {
  private final Map<String, String> refused = SnapshotMemory.refused();
  private final Trials trials = new Trials();
  private final OlderVersions older;

  /** What the client has, as far as it has said so. */
  private SortedMap<String, Resource> taken = new TreeMap<>();

  private String takenVersion = "";
  private @Nullable SortedMap<String, Resource> offered;
  private boolean isUnfinished;

  /** Whether {@code taken} is all that the client may have. */
  private boolean isKnown;

  /** Names that the client may have on top of {@code taken}, from what it refused. */
  private final Set<String> doubtful = new HashSet<>();

  /** Whether it may have other content of any name than {@code taken}, for the same reason. */
  private boolean isInDoubt;

  SnapshotSession(ResourceType type, Watch watch, StreamScope scope) {
    super(type, watch, scope);
    this.older = new OlderVersions(watch.table(), type.claims());
  }

  @Override
  boolean parks(int resources) {
    return type.isolated() && resources == 1;
  }

  @Override
  void suspect(Map<String, String> versions) {
    if (type.isolated()) {
      versions.forEach(trials::suspect);
    }
  }

  @Override
  void subscribe(ClientRequest request, boolean isFirst) {
    super.subscribe(request, isFirst);
    isKnown |= isFirst && !request.continuesEarlierStream();
    if (isFirst && isWhole() && request.continuesEarlierStream()) {
      var snapshot = scope.snapshots().get(scope.nodeId(), type.typeUrl());
      refused.putAll(snapshot.refused());
      if (snapshot.version().equals(request.version())) {
        taken.putAll(snapshot.taken());
        takenVersion = snapshot.version();
        isKnown = type.isolated();
        taken.keySet().forEach(watch::offer);
      }
    }
    taken.keySet().removeIf(name -> !watch.covers(name));
  }

  @Override
  boolean hasAdditions() {
    return super.hasAdditions() || watch.hasAbsent() || isUnfinished;
  }

  @Override
  boolean hasRemovals() {
    return false;
  }

  @Override
  @Nullable DiscoveryResponse additions() {
    collect();
    isUnfinished = false;
    for (Proposal next = propose(); next != null; next = propose()) {
      String reason = refused.get(next.hash());
      if (reason == null) {
        return send(next);
      }
      refuse(next.items(told), reason);
      if (!type.isolated() || next.changes().isEmpty()) {
        return restate(next);
      }
    }
    return null;
  }

  /** All goes with the additions. */
  @Override
  @Nullable DiscoveryResponse removals() {
    return null;
  }

  @Override
  void taken(SentResponse response) {
    super.taken(response);
    for (Item item : response.items()) {
      scope.rejections().remove(scope.nodeId(), key(item.name()));
    }
    taken = offered == null ? new TreeMap<>() : offered;
    taken.keySet().removeIf(name -> !watch.covers(name));
    takenVersion = lastVersion();
    isKnown = true;
    isInDoubt = false;
    doubtful.clear();
    isUnfinished = true;
    remember();
  }

  @Override
  void rejected(SentResponse response, String reason) {
    refused.put(response.contentHash(), reason);
    if (!type.isolated()) {
      isInDoubt = true;
      response.content().forEach(resource -> doubtful.add(resource.name()));
    }
    refuse(response.items(), reason);
    isUnfinished = true;
    remember();
  }

  /** Of a client that comes back and has yet to take a snapshot nobody knows what it lacks. */
  @Override
  void report(String name) {
    if (isKnown || told.containsKey(name)) {
      super.report(name);
    }
  }

  private boolean isWhole() {
    return watch.isWildcard() && watch.names().isEmpty();
  }

  private void remember() {
    if (isWhole()) {
      var snapshot = new SnapshotMemory.Snapshot(takenVersion, taken, refused);
      scope.snapshots().put(scope.nodeId(), type.typeUrl(), snapshot);
    }
  }

  /** Brings what is told up to the store: what is new to the client waits, the rest is known. */
  private void collect() {
    while (watch.hasPresent()) {
      TypeTable.Entry entry = watch.nextPresent();
      if (entry != null) {
        collect(entry);
      }
    }
    while (watch.hasAbsent()) {
      String name = watch.nextAbsent();
      if (name != null && mayHave(name)) {
        told.put(name, Told.removal(scope.store().sequence(), "", scope.now()));
      } else if (name != null) {
        forget(name);
      }
    }
  }

  private boolean mayHave(String name) {
    return taken.containsKey(name) || doubtful.contains(name);
  }

  private void collect(TypeTable.Entry entry) {
    String name = entry.resource().name();
    Told waiting = Told.resource(entry, "", scope.now(), told.get(name));
    if (!isInDoubt && entry.resource().equals(taken.get(name))) {
      told.put(name, waiting.acked(scope.now()));
      report(name);
    } else if (!wasTold(entry)) {
      told.put(name, waiting);
    }
  }

  private @Nullable Proposal propose() {
    SortedMap<String, Resource> due = new TreeMap<>();
    told.forEach(
        (name, each) -> {
          if (each.sent() != null && isDue(each.delivery())) {
            due.put(name, each.sent());
          }
        });
    SortedMap<String, Resource> changes = type.isolated() ? trials.next(due) : due;
    SortedMap<String, Resource> content = new TreeMap<>(taken);
    content.keySet().removeIf(name -> watch.table().get(name) == null);
    content.keySet().removeAll(older.outdated(content, changes.keySet()));
    content.putAll(changes);
    if (content.equals(taken) && !answerOwed && !isInDoubt) {
      return null;
    }
    Set<String> gone = new HashSet<>();
    told.forEach(
        (name, each) -> {
          if (each.isRemoval() && mayHave(name)) {
            gone.add(name);
          }
        });
    return new Proposal(content, Set.copyOf(changes.keySet()), gone);
  }

  /** What is rejected is tried with the others where nobody knows which of them was at fault. */
  private boolean isDue(Delivery delivery) {
    return delivery instanceof Delivery.Waiting
        || (delivery instanceof Delivery.Rejected && !type.isolated());
  }

  private DiscoveryResponse send(Proposal next) {
    offered = next.content();
    isUnfinished = trials.isOpen();
    return respond(
        next.content().values(),
        scope.freshNonce(),
        nonce -> {
          told.replaceAll(
              (name, each) -> next.isAbout(name) ? each.sentAgain(nonce, scope.now()) : each);
          return next.items(told);
        });
  }

  /**
   * Instead of what was refused: to a client that is owed an answer, what it has. One of which
   * nothing is known gets the refused content, once a stream, since it must get something.
   */
  private @Nullable DiscoveryResponse restate(Proposal refusedOne) {
    if (answerOwed && !taken.isEmpty()) {
      Proposal known = new Proposal(taken, Set.of(), Set.of());
      if (!refused.containsKey(known.hash())) {
        return send(known);
      }
    }
    if (answerOwed && offered == null) {
      return send(refusedOne);
    }
    answerOwed = false;
    return null;
  }

  /** Halves what was refused together, and parks what was refused alone. */
  private void refuse(List<Item> items, String reason) {
    List<Item> changes = items.stream().filter(item -> !item.isRemoval()).toList();
    if (type.isolated() && changes.size() > 1) {
      trials.halve(changes);
    } else if (type.isolated() && changes.size() == 1) {
      reject(changes.get(0), reason, true);
    } else {
      items.forEach(item -> reject(item, reason, false));
    }
  }

  private void reject(Item item, String reason, boolean park) {
    Told latest = told.get(item.name());
    if (latest != null && latest.delivery() instanceof Delivery.Rejected) {
      return;
    }
    var outcome = new Delivery.Rejected(item.version(), reason);
    if (latest != null && latest.has(item.version())) {
      told.put(item.name(), latest.rejected(reason, park, scope.now()));
    }
    if (park) {
      var rejection = new Rejections.Rejection(outcome, taken.get(item.name()));
      scope.rejections().put(scope.nodeId(), key(item.name()), rejection);
    }
    long sequence = latest == null ? item.sequence() : latest.sequence();
    note(item.name(), sequence, outcome, true);
  }
}
