package dev.chancery.xds;

import java.util.Collection;
import java.util.Optional;

/**
 * How the state-of-the-world responses of a type are versioned, and how its answers are read. A
 * delta response carries the versions of its resources and needs no such thing.
 */
public interface VersionScheme {
  /**
   * Version and nonce of the next response on one stream.
   *
   * @param content what the response holds, ordered by name
   * @param changes how often the content of the type has changed since the store was made
   * @param previous the latest of the versions that were sent and quoted on this stream, or empty
   * @param freshNonce a nonce that no other response has
   */
  Stamp stamp(Collection<Resource> content, long changes, String previous, String freshNonce);

  /** The two strings that the client sends back. */
  record Stamp(String version, String nonce) {}

  /** The later of two versions or nonces, either of which may be empty. */
  default String later(String first, String second) {
    return second.isEmpty() ? first : second;
  }

  /** Why a client cannot quote this: the words with which its stream is ended. */
  default Optional<String> problem(String version, String nonce) {
    return Optional.empty();
  }

  /** Whether an answer that carries no error is a rejection none the less. */
  default boolean isRejection(String version, String nonce) {
    return false;
  }

  /** Whether a request for another type than the service's ends the stream, or is ignored. */
  default boolean isStrict() {
    return false;
  }

  /** The same content has the same version, also after a restart. */
  static VersionScheme contentHash() {
    return (content, changes, previous, freshNonce) ->
        new Stamp(ContentHash.of(content), freshNonce);
  }

  /**
   * Cilium's arithmetic: version and nonce are one decimal number that grows with each response and
   * is always above what the client quotes. An answer that quotes an older version is a NACK, and a
   * client that does not keep to the arithmetic loses its stream.
   */
  static VersionScheme numbered() {
    return NumberedVersions.INSTANCE;
  }
}
