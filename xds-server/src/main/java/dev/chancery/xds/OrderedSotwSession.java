package dev.chancery.xds;

import dev.chancery.xds.SentResponse.Item;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type in the state of the world, sent in the order of make-before-break.
 *
 * <p>A removed resource stays in the responses until removals are due, so that what depends on it
 * goes first. A rejected resource that is known to be the one at fault is left out in favour of the
 * version that the client took before, so that the next change of another resource is not rejected
 * with it; where several were new, nobody knows which one it was, and all are sent again, but only
 * with the next change.
 */
final class OrderedSotwSession extends SotwSession {
  OrderedSotwSession(ResourceType type, Watch watch, StreamScope scope) {
    super(type, watch, scope);
  }

  @Override
  boolean parks(int resources) {
    return resources == 1;
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
    return respond(content, freshNonce, this::itemsOf);
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
