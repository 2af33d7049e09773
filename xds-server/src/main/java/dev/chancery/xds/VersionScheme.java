package dev.chancery.xds;

import java.util.Collection;

/**
 * How the state-of-the-world responses of a type are versioned. A delta response carries the
 * versions of its resources and needs no such thing.
 */
public interface VersionScheme {
  /**
   * Version and nonce of the next response on one stream.
   *
   * @param content what the response holds, ordered by name
   * @param changes how often the content of the type has changed since the store was made
   * @param previous version of the response before it on this stream, or what the client quoted in
   *     its first request, or empty
   * @param freshNonce a nonce that no other response has
   */
  Stamp stamp(Collection<Resource> content, long changes, String previous, String freshNonce);

  /** The two strings that the client sends back. */
  record Stamp(String version, String nonce) {}

  /** The same content has the same version, also after a restart. */
  static VersionScheme contentHash() {
    return (content, changes, previous, freshNonce) ->
        new Stamp(ContentHash.of(content), freshNonce);
  }

  /**
   * Cilium's arithmetic: version and nonce are one decimal number that grows with each response and
   * is always above what the client quotes.
   */
  static VersionScheme numbered() {
    return (content, changes, previous, freshNonce) -> {
      String number = Long.toString(Math.max(changes, number(previous)) + 1);
      return new Stamp(number, number);
    };
  }

  private static long number(String version) {
    try {
      long number = Long.parseLong(version);
      return number < 0 || number == Long.MAX_VALUE ? 0 : number;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
