package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type in the incremental protocol: only what changed goes out, removals by name.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/v1.40.0/api-docs/xds_protocol">xDS
 *     protocol</a>
 */
final class DeltaSession extends TypeSession<DeltaDiscoveryResponse> {
  private final Limits limits;

  DeltaSession(ResourceType type, Watch watch, StreamScope scope, Limits limits) {
    super(type, watch, scope, limits.unansweredResponses());
    this.limits = limits;
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
  void subscribe(ClientRequest request, boolean isFirst) {
    if (isFirst) {
      request.quoted().forEach(this::quote);
    }
    if (request.isWildcard() || (isFirst && request.names().isEmpty())) {
      watch.setWildcard(true);
      answerOwed |= !isFirst || request.quoted().isEmpty();
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
    }
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
    long bytes = 0;
    while (watch.hasPresent() && hasRoom(items, bytes)) {
      TypeTable.Entry entry = watch.nextPresent();
      if (entry != null && isDue(entry)) {
        tell(entry, nonce);
        Resource resource = entry.resource();
        items.add(new Item(resource.name(), resource.version(), entry.sequence(), resource));
        response.addResources(wire(resource));
        bytes += resource.body().getValue().size();
      }
    }
    return items.isEmpty() && !answerOwed ? null : finish(response, nonce, items);
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
    while (watch.hasAbsent() && hasRoom(items, bytes)) {
      String name = watch.nextAbsent();
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

  private boolean hasRoom(List<Item> items, long bytes) {
    return items.isEmpty()
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
