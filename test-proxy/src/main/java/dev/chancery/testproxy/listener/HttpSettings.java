package dev.chancery.testproxy.listener;

import dev.chancery.api.cilium.L7Policy;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP half of a filter chain.
 *
 * @param manager as received: path normalisation, addresses, upgrades
 * @param filters names of the HTTP filters, in order
 * @param policy {@code cilium.l7policy} ahead of the router; empty: requests are not judged
 * @param routes inline routes; empty where they come by RDS
 * @param routeName name of the routes that RDS is asked for; empty where they are inline
 */
public record HttpSettings(
    HttpConnectionManager manager,
    List<String> filters,
    Optional<L7Policy> policy,
    Optional<RouteConfiguration> routes,
    Optional<String> routeName) {
  public HttpSettings {
    filters = List.copyOf(filters);
  }

  /** Body of a 403: the line end is added where it is missing (§5.3). */
  public String deniedBody() {
    String body = policy.map(L7Policy::getDenied403Body).orElse("");
    body = body.isEmpty() ? "Access denied" : body;
    return body.endsWith("\r\n") ? body : body + "\r\n";
  }

  /** Where requests are logged. */
  public Optional<String> accessLogPath() {
    return policy.map(L7Policy::getAccessLogPath).filter(path -> !path.isEmpty());
  }
}
