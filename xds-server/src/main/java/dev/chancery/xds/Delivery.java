package dev.chancery.xds;

/**
 * What one client has done with the newest version of one resource that it was sent.
 *
 * <p>The version of a removal is the empty string.
 */
public sealed interface Delivery {
  String version();

  /** Sent, and not answered yet. */
  record Waiting(String version) implements Delivery {
    Acked ack() {
      return new Acked(version);
    }

    Rejected nack(String reason) {
      return new Rejected(version, reason);
    }
  }

  /** In the client: it took the version, or quoted it when it connected. */
  record Acked(String version) implements Delivery {}

  /**
   * Not sent again until the content changes.
   *
   * @param reason the client's own words, cut to a bounded length
   */
  record Rejected(String version, String reason) implements Delivery {}
}
