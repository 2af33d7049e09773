package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type in the state-of-the-world protocol: every response is the whole set that the client is to
 * have, and what is not in it is gone. A new stream is always answered in full, whatever version
 * the client quotes.
 */
abstract class SotwSession extends TypeSession<DiscoveryResponse> {
  private String lastNonce = "";
  private String lastVersion = "";
  private boolean hasNamed;

  SotwSession(ResourceType type, Watch watch, StreamScope scope) {
    super(type, watch, scope, 1);
  }

  static SotwSession of(ResourceType type, Watch watch, StreamScope scope, Limits limits) {
    return type.wholeSnapshots()
        ? new SnapshotSession(type, watch, scope)
        : new OrderedSotwSession(type, watch, scope);
  }

  @Override
  void heed(ClientRequest request) {
    String quoted = type.versions().later(request.version(), request.nonce());
    lastVersion = type.versions().later(lastVersion, quoted);
  }

  @Override
  boolean isStale(ClientRequest request) {
    return !lastNonce.isEmpty() && !request.nonce().isEmpty() && !request.nonce().equals(lastNonce);
  }

  @Override
  @Nullable String rejection(ClientRequest request) {
    boolean isRejection =
        request.error() != null || type.versions().isRejection(request.version(), request.nonce());
    return !isRejection ? null : request.error() == null ? "no reason given" : request.error();
  }

  @Override
  void subscribe(ClientRequest request, boolean isFirst) {
    Set<String> wanted = new LinkedHashSet<>(request.names());
    boolean wildcard = wanted.remove(ClientRequest.WILDCARD);
    wanted.remove("");
    hasNamed |= !wanted.isEmpty() || wildcard;
    wildcard |= !hasNamed;

    answerOwed |= isFirst || (wildcard && !watch.isWildcard());
    watch.setWildcard(wildcard);
    Set<String> dropped = new HashSet<>(watch.names());
    dropped.removeAll(wanted);
    for (String name : wanted) {
      answerOwed |= watch.add(name);
    }
    dropped.forEach(watch::remove);
    forgetUncovered();
  }

  /** The response that holds this content. */
  final DiscoveryResponse respond(
      Collection<Resource> content, String freshNonce, Function<String, List<Item>> itemsOfNonce) {
    VersionScheme.Stamp stamp =
        type.versions().stamp(content, watch.table().changes(), lastVersion, freshNonce);
    lastNonce = stamp.nonce();
    lastVersion = stamp.version();
    var builder =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setVersionInfo(stamp.version())
            .setNonce(stamp.nonce());
    content.forEach(resource -> builder.addResources(resource.body()));
    DiscoveryResponse response = builder.build();
    List<Item> items = itemsOfNonce.apply(stamp.nonce());
    int bytes = response.getSerializedSize();
    sent(new SentResponse(stamp.nonce(), items, List.copyOf(content), true, bytes));
    return response;
  }

  /** Version of the last response, which an ACK of it confirms. */
  final String lastVersion() {
    return lastVersion;
  }
}
