package dev.chancery.policy.evaluate;

import dev.chancery.policy.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What someone wants to do, seen by one direction of one endpoint's policy.
 *
 * @param peer identity of the other side
 * @param port destination port
 * @param http empty for a connection of which no request is known
 * @param queriedName of a DNS query, as the client sends it; empty for all else
 */
public record Request(
    int peer, Protocol protocol, int port, Optional<Http> http, Optional<String> queriedName) {
  /** No DNS query. */
  public Request(int peer, Protocol protocol, int port, Optional<Http> http) {
    this(peer, protocol, port, http, Optional.empty());
  }

  /** The same connection with another request. */
  Request with(Http changed) {
    return new Request(peer, protocol, port, Optional.of(changed), queriedName);
  }

  /**
   * An HTTP request as the proxy sees it after normalisation; bytes as Latin-1.
   *
   * @param path {@code :path}, query included
   * @param headers lower-case name to values in order of arrival; pseudo headers not included
   */
  public record Http(
      String method, String path, String authority, Map<String, List<String>> headers) {}
}
