package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type in the state-of-the-world protocol: every response is the whole set that the client is to
 * have, and what is not in it is gone.
 *
 * <p>Three things follow. A new stream is always answered in full, whatever version the client
 * quotes. A removed resource stays in the responses until removals are due, so that what depends on
 * it goes first. And a rejected resource that is known to be the one at fault is left out in favour
 * of the version that the client took before, so that the next change of another resource is not
 * rejected with it; where several were new, nobody knows which one it was, and all are sent again,
 * but only with the next change.
 */
final class SotwSession extends TypeSession<DiscoveryResponse> {
  private String lastNonce = "";
  private String lastVersion = "";
  private boolean hasNamed;

  SotwSession(ResourceType type, Watch watch, StreamScope scope) {
    super(type, watch, scope, 1);
  }

  @Override
  boolean isStale(ClientRequest request) {
    return !lastNonce.isEmpty() && !request.nonce().isEmpty() && !request.nonce().equals(lastNonce);
  }

  @Override
  boolean parks(int resources) {
    return resources == 1;
  }

  @Override
  void subscribe(ClientRequest request, boolean isFirst) {
    if (isFirst) {
      lastVersion = request.version();
    }
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

  @Override
  @Nullable DiscoveryResponse additions() {
    List<TypeTable.Entry> due = new ArrayList<>();
    while (watch.hasPresent()) {
      TypeTable.Entry entry = watch.nextPresent();
      if (entry != null && !wasTold(entry)) {
        due.add(entry);
      }
    }
    if (due.isEmpty() && !answerOwed) {
      return null;
    }
    String nonce = scope.freshNonce();
    due.forEach(entry -> tell(entry, nonce));
    return state(nonce);
  }

  @Override
  @Nullable DiscoveryResponse removals() {
    List<String> due = new ArrayList<>();
    while (watch.hasAbsent()) {
      String name = watch.nextAbsent();
      Told before = name == null ? null : told.get(name);
      if (name != null && before != null && !before.isRemoval()) {
        due.add(name);
      }
    }
    if (due.isEmpty()) {
      return null;
    }
    String nonce = scope.freshNonce();
    due.forEach(name -> tellRemoval(name, nonce));
    return state(nonce);
  }

  private DiscoveryResponse state(String freshNonce) {
    List<Resource> content =
        told.values().stream().flatMap(t -> Stream.ofNullable(t.stated())).toList();
    VersionScheme.Stamp stamp =
        type.versions().stamp(content, watch.table().changes(), lastVersion, freshNonce);
    lastNonce = stamp.nonce();
    lastVersion = stamp.version();
    sent(new SentResponse(stamp.nonce(), itemsOf(stamp.nonce())));
    var response =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setVersionInfo(stamp.version())
            .setNonce(stamp.nonce());
    content.forEach(resource -> response.addResources(resource.body()));
    return response.build();
  }

  /** What the answer will be about: all that is in the response and not yet taken. */
  private List<Item> itemsOf(String nonce) {
    List<Item> items = new ArrayList<>();
    for (Map.Entry<String, Told> each : told.entrySet()) {
      Told before = each.getValue();
      if (!(before.delivery() instanceof Delivery.Acked) && !before.left()) {
        each.setValue(before.sentAgain(nonce, scope.now()));
        items.add(Item.of(each.getKey(), each.getValue()));
      }
    }
    return items;
  }
}
