package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An incremental response in the making. A name stands in it once: a client refuses a response that
 * removes a resource twice, or that removes and brings it.
 */
final class DeltaDraft {
  private final String nonce;
  private final List<Item> items = new ArrayList<>();
  private final List<Resource> kept = new ArrayList<>();
  private final Set<String> removed = new LinkedHashSet<>();

  DeltaDraft(String nonce) {
    this.nonce = nonce;
  }

  String nonce() {
    return nonce;
  }

  /** Whether an answer would be about nothing. */
  boolean isEmpty() {
    return items.isEmpty();
  }

  void add(TypeTable.Entry entry) {
    Resource resource = entry.resource();
    items.add(new Item(resource.name(), resource.version(), entry.sequence(), resource));
  }

  /** The resource does not exist any more. */
  void remove(String name, long sequence) {
    items.add(new Item(name, "", sequence, null));
    removed.add(name);
  }

  /** The client loses the version that it has; no answer is expected about that. */
  void withdraw(String name) {
    removed.add(name);
  }

  /** A version that the client has already; no answer is expected about it either. */
  void keep(Resource resource) {
    kept.add(resource);
  }

  SentResponse sent(int bytes) {
    return new SentResponse(nonce, items, content(), false, bytes);
  }

  DeltaDiscoveryResponse build(TypeTable table) {
    var response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(table.typeUrl())
            .setNonce(nonce)
            .setSystemVersionInfo(Long.toString(table.changes()))
            .addAllRemovedResources(removed);
    content().forEach(resource -> response.addResources(wire(resource)));
    return response.build();
  }

  private List<Resource> content() {
    return Stream.concat(
            items.stream().flatMap(item -> Stream.ofNullable(item.resource())), kept.stream())
        .toList();
  }

  private static io.envoyproxy.envoy.service.discovery.v3.Resource wire(Resource resource) {
    return io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
        .setName(resource.name())
        .setVersion(resource.version())
        .setResource(resource.body())
        .build();
  }
}
