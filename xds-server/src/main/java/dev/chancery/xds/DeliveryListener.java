package dev.chancery.xds;

/**
 * Hears what clients do. Called from a stream's own serialised context, without a lock held: hand
 * over and return.
 */
@FunctionalInterface
public interface DeliveryListener {
  /**
   * A client has answered for a resource.
   *
   * @param outcome {@link Delivery.Acked} or {@link Delivery.Rejected}, of the version that was
   *     answered, which may be older than the newest one
   */
  void delivered(String nodeId, ResourceKey key, Delivery outcome);

  /** A stream has sent its first request. */
  default void connected(String nodeId, long streamId) {}

  /** A stream asks for a type for the first time, and has got nothing of it. */
  default void subscribed(String nodeId, long streamId, String typeUrl) {}

  /** A stream that had connected has ended. */
  default void disconnected(String nodeId, long streamId) {}
}
