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
    super(type, watch, scope, type.isolated() ? 1 : limits.unansweredResponses());
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
    return true;
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
      response.items().forEach(held::took);
    }
  }

  @Override
  void rejected(SentResponse response, String reason) {
    boolean isOne = response.items().size() == 1;
    if (!type.isolated() || isOne || response.content().isEmpty()) {
      super.rejected(response, reason);
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
    if (isName(name) && !version.isEmpty()) {
      told.put(name, Told.quoted(version, scope.now()));
      if (type.isolated()) {
        held.quoted(name, version, candidates(name));
      }
    }
  }

  /** What a client may have of a name: the newest, or what it had when it refused that. */
  private List<Resource> candidates(String name) {
    TypeTable.Entry newest = watch.table().get(name);
    if (newest == null) {
      return List.of();
    }
    Resource resource = newest.resource();
    return Stream.concat(
            Stream.of(resource),
            scope.rejections().find(scope.nodeId(), key(name), resource.version()).stream()
                .flatMap(rejection -> Stream.ofNullable(rejection.accepted())))
        .toList();
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
    var response = DeltaDiscoveryResponse.newBuilder();
    List<Item> items = new ArrayList<>();
    String nonce = scope.freshNonce();
    if (type.wholeSnapshots()) {
      addRemovals(response, items, nonce);
    }
    List<TypeTable.Entry> next = choose(items);
    Set<String> outdated = held.outdated(next.stream().map(TypeTable.Entry::resource).toList());
    if (!outdated.isEmpty()) {
      putBack(next);
      outdated.forEach(this::withdraw);
      response.addAllRemovedResources(outdated);
      return finish(response, nonce, items);
    }
    for (TypeTable.Entry entry : next) {
      tell(entry, nonce);
      Resource resource = entry.resource();
      items.add(new Item(resource.name(), resource.version(), entry.sequence(), resource));
      response.addResources(wire(resource));
    }
    return items.isEmpty() && !answerOwed ? null : finish(response, nonce, items);
  }

  /** What goes in the next response, on top of the removals in it. */
  private List<TypeTable.Entry> choose(List<Item> removals) {
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
    var response = DeltaDiscoveryResponse.newBuilder();
    List<Item> items = new ArrayList<>();
    String nonce = scope.freshNonce();
    addRemovals(response, items, nonce);
    return items.isEmpty() ? null : finish(response, nonce, items);
  }

  private void addRemovals(
      DeltaDiscoveryResponse.Builder response, List<Item> items, String nonce) {
    long bytes = 0;
    while (watch.hasAbsent() && hasRoom(items.isEmpty(), bytes)) {
      String name = watch.nextAbsent();
      alone.remove(name);
      if (name != null && isRemovalDue(name)) {
        tellRemoval(name, nonce);
        items.add(new Item(name, "", scope.store().sequence(), null));
        response.addRemovedResources(name);
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

  private DeltaDiscoveryResponse finish(
      DeltaDiscoveryResponse.Builder response, String nonce, List<Item> items) {
    response
        .setTypeUrl(type.typeUrl())
        .setNonce(nonce)
        .setSystemVersionInfo(Long.toString(watch.table().changes()));
    DeltaDiscoveryResponse built = response.build();
    List<Resource> content =
        items.stream().flatMap(item -> Stream.ofNullable(item.resource())).toList();
    sent(new SentResponse(nonce, items, content, false, built.getSerializedSize()));
    return built;
  }

  private static io.envoyproxy.envoy.service.discovery.v3.Resource wire(Resource resource) {
    return io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
        .setName(resource.name())
        .setVersion(resource.version())
        .setResource(resource.body())
        .build();
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && !name.equals(ClientRequest.WILDCARD);
  }
}
