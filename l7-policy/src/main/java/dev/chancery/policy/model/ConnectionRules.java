package dev.chancery.policy.model;

import java.util.List;
import java.util.Optional;

/**
 * What an element of {@code toPorts} demands of the connection itself, beside {@code rules}.
 *
 * @param serverNames any one must be the name in the TLS hello; empty demands nothing
 */
public record ConnectionRules(
    Optional<TlsContext> terminatingTls,
    Optional<TlsContext> originatingTls,
    List<String> serverNames,
    Optional<ListenerRef> listener) {
  /** No demand. */
  public static final ConnectionRules NONE =
      new ConnectionRules(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  public ConnectionRules {
    serverNames = List.copyOf(serverNames);
  }

  public boolean isNone() {
    return equals(NONE);
  }
}
