package dev.chancery.testproxy.listener;

import java.util.List;
import java.util.Optional;

/**
 * One filter chain.
 *
 * @param transport {@code transport_protocol} that it is matched by: {@code tls}, {@code
 *     raw_buffer}, or empty for any
 * @param applicationProtocols that it is matched by; empty for any
 * @param filters names of the network filters, in order
 * @param judgesConnections whether {@code cilium.network} stands ahead of the terminal filter
 * @param connectionLogPath where denied connections are logged
 * @param tlsWrapper whether {@code cilium.tls_wrapper} is its transport socket
 * @param http where it ends in an HTTP connection manager
 * @param cluster of {@code tcp_proxy}, where it ends in one
 */
public record Chain(
    String transport,
    List<String> applicationProtocols,
    List<String> filters,
    boolean judgesConnections,
    Optional<String> connectionLogPath,
    boolean tlsWrapper,
    Optional<HttpSettings> http,
    Optional<String> cluster) {
  public Chain {
    applicationProtocols = List.copyOf(applicationProtocols);
    filters = List.copyOf(filters);
  }

  boolean takes(boolean tls) {
    return applicationProtocols.isEmpty()
        && (transport.isEmpty() || transport.equals(tls ? "tls" : "raw_buffer"));
  }
}
