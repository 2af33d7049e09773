package dev.chancery.testproxy.listener;

import com.google.protobuf.Any;
import dev.chancery.api.cilium.L7Policy;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads an HTTP connection manager: its filters in order, and routes to clusters that exist. */
final class HttpReader {
  private static final String ROUTER = "envoy.filters.http.router";
  private static final String POLICY = "cilium.l7policy";

  private HttpReader() {}

  static HttpSettings read(Any config, boolean redirect, Surroundings around) throws Rejected {
    HttpConnectionManager manager = Unpack.as(config, HttpConnectionManager.class);
    if (manager.getStatPrefix().isEmpty()) {
      throw Rejected.constraint(
          10,
          "HttpConnectionManagerValidationError.StatPrefix",
          "value length must be at least 1 characters");
    }
    for (var log : manager.getAccessLogList()) {
      Extensions.demand(log.getName(), log.getTypedConfig().getTypeUrl(), around.generation());
    }
    for (HttpFilter filter : manager.getHttpFiltersList()) {
      Extensions.demand(
          filter.getName(), filter.getTypedConfig().getTypeUrl(), around.generation());
    }
    List<String> names = manager.getHttpFiltersList().stream().map(HttpFilter::getName).toList();
    order(names, redirect, around);
    if (manager.hasRouteConfig()) {
      clusters(manager.getRouteConfig(), around.clusters());
    }
    return new HttpSettings(
        manager,
        names,
        policy(manager),
        manager.hasRouteConfig() ? Optional.of(manager.getRouteConfig()) : Optional.empty(),
        manager.hasRds() ? Optional.of(manager.getRds().getRouteConfigName()) : Optional.empty());
  }

  private static void order(List<String> names, boolean redirect, Surroundings around)
      throws Rejected {
    int router = names.indexOf(ROUTER);
    if (router >= 0 && router != names.size() - 1) {
      throw new Rejected(
          17,
          "Error: terminal filter named "
              + ROUTER
              + " of type "
              + ROUTER
              + " must be the last filter in a http filter chain.");
    }
    if (router < 0) {
      throw new Rejected(
          17, "Error: non-terminal filter is the last filter in a http filter chain.");
    }
    if (redirect && !names.contains(POLICY)) {
      around.audit().note(17, "HTTP filters without " + POLICY + ": requests are not judged");
    }
  }

  private static Optional<L7Policy> policy(HttpConnectionManager manager) throws Rejected {
    for (HttpFilter filter : manager.getHttpFiltersList()) {
      if (filter.getName().equals(POLICY)) {
        return Optional.of(Unpack.as(filter.getTypedConfig(), L7Policy.class));
      }
    }
    return Optional.empty();
  }

  private static void clusters(RouteConfiguration routes, Set<String> known) throws Rejected {
    if (routes.hasValidateClusters() && !routes.getValidateClusters().getValue()) {
      return;
    }
    Optional<String> missing =
        routes.getVirtualHostsList().stream()
            .map(VirtualHost::getRoutesList)
            .flatMap(List::stream)
            .filter(Route::hasRoute)
            .flatMap(route -> names(route.getRoute()))
            .filter(name -> !name.isEmpty() && !known.contains(name))
            .findFirst();
    if (missing.isPresent()) {
      throw new Rejected(10, "route: unknown cluster '" + missing.get() + "'");
    }
  }

  private static Stream<String> names(RouteAction action) {
    return Stream.concat(
        Stream.of(action.getCluster()),
        action.getWeightedClusters().getClustersList().stream().map(ClusterWeight::getName));
  }
}
