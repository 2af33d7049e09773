package dev.chancery.xds;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One stream as it is at a moment.
 *
 * @param peer address of the other end; {@code unix} for a unix socket, whose clients have none
 * @param service gRPC service and method, {@code service/method}
 */
public record ClientState(
    String nodeId,
    long streamId,
    String peer,
    String service,
    Instant since,
    List<Subscription> subscriptions) {
  public ClientState {
    subscriptions = List.copyOf(subscriptions);
  }

  /**
   * What the stream wants of one type, and has.
   *
   * @param wildcard whether it wants whatever there is, besides {@code names}
   * @param unsent resources that changed and have not been sent yet
   * @param responseBytes size of the last response on the wire; in the state of the world that of
   *     the whole snapshot
   */
  public record Subscription(
      String typeUrl,
      boolean wildcard,
      SortedSet<String> names,
      int unsent,
      int responseBytes,
      List<Held> resources) {
    public Subscription {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
      resources = List.copyOf(resources);
    }
  }

  /**
   * One resource at the client.
   *
   * @param nonce of the response that last carried it; empty when the client quoted it
   * @param at when {@code delivery} became what it is
   */
  public record Held(String name, Delivery delivery, String nonce, Instant at) {
    public String version() {
      return delivery.version();
    }
  }
}
