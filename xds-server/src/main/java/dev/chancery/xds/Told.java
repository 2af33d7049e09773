package dev.chancery.xds;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a stream was last told of one name, and what the client made of it.
 *
 * @param sequence update whose content this is; grows
 * @param nonce of the response that carried it; empty when the client quoted it
 * @param sent the resource itself; null for a removal, and for what the client quoted
 * @param accepted the last one that the client took on this stream
 * @param left whether state-of-the-world responses leave {@code sent} out in favour of {@code
 *     accepted}, because it alone was the cause of a NACK
 */
record Told(
    Delivery delivery,
    long sequence,
    String nonce,
    Instant at,
    @Nullable Resource sent,
    @Nullable Resource accepted,
    boolean left) {

  static Told quoted(String version, Instant at) {
    return new Told(new Delivery.Acked(version), 0, "", at, null, null, false);
  }

  static Told resource(TypeTable.Entry entry, String nonce, Instant at, @Nullable Told before) {
    Resource resource = entry.resource();
    return new Told(
        new Delivery.Waiting(resource.version()),
        entry.sequence(),
        nonce,
        at,
        resource,
        before == null ? null : before.accepted,
        false);
  }

  static Told removal(long sequence, String nonce, Instant at) {
    return new Told(new Delivery.Waiting(""), sequence, nonce, at, null, null, false);
  }

  /** What was rejected on an earlier stream of the same client. */
  static Told parked(TypeTable.Entry entry, Rejections.Rejection rejection, Instant at) {
    return new Told(
        rejection.delivery(), entry.sequence(), "", at, null, rejection.accepted(), true);
  }

  String version() {
    return delivery.version();
  }

  boolean isRemoval() {
    return version().isEmpty();
  }

  boolean has(String version) {
    return version().equals(version);
  }

  Told acked(Instant now) {
    return new Told(new Delivery.Acked(version()), sequence, nonce, now, sent, sent, false);
  }

  Told rejected(String reason, boolean leave, Instant now) {
    return new Told(
        new Delivery.Rejected(version(), reason), sequence, nonce, now, sent, accepted, leave);
  }

  /** The same content in another response. */
  Told sentAgain(String newNonce, Instant now) {
    var waiting = new Delivery.Waiting(version());
    return new Told(waiting, sequence, newNonce, now, sent, accepted, left);
  }

  /** An older version than the one waited for was taken. */
  Told accepting(@Nullable Resource older) {
    return new Told(delivery, sequence, nonce, at, sent, older, left);
  }

  /** The same content, made current by a later update that passed through another one. */
  Told renewed(long newSequence) {
    return new Told(delivery, newSequence, nonce, at, sent, accepted, left);
  }

  /** What a state-of-the-world response holds for this name. */
  @Nullable Resource stated() {
    return left ? accepted : sent;
  }
}
