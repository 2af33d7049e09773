package dev.chancery.envoy.stock;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import dev.chancery.policy.Direction;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ExtensionFilter;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;

/**
 * The HTTP side of a listener: everything but the policy, which is a resource of its own.
 *
 * <p>The proxy is meant to be noticed little: it keeps no time-out and closes no idle connection of
 * its own. Of headers, the application sees Envoy's {@code x-forwarded-proto}, and a client a
 * {@code date} where the application sends none.
 */
final class HttpManager {
  private final StockOptions options;

  HttpManager(StockOptions options) {
    this.options = options;
  }

  /** Requests end at the application. */
  Filter ingress(int endpointId, String cluster) {
    return filter(
        manager(endpointId, Direction.INGRESS, RouteAction.newBuilder().setCluster(cluster)));
  }

  /** Requests go on to the ingress listener of whoever was dialled. */
  Filter egress(int endpointId) {
    String nextHop = Names.hop(Direction.INGRESS, "%DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT%");
    return filter(
        manager(
                endpointId,
                Direction.EGRESS,
                RouteAction.newBuilder().setClusterHeader(Names.NEXT_HOP_HEADER))
            .addEarlyHeaderMutationExtensions(
                TypedExtensionConfig.newBuilder()
                    .setName("next-hop")
                    .setTypedConfig(Any.pack(overwrite(Names.NEXT_HOP_HEADER, nextHop)))));
  }

  private static Filter filter(HttpConnectionManager.Builder manager) {
    return Extensions.filter("http", manager.build());
  }

  private HttpConnectionManager.Builder manager(
      int endpointId, Direction direction, RouteAction.Builder action) {
    boolean normalize = options.normalizePath();
    return HttpConnectionManager.newBuilder()
        .setStatPrefix(direction.text())
        .setUseRemoteAddress(BoolValue.of(true))
        .setSkipXffAppend(true)
        .setGenerateRequestId(BoolValue.of(false))
        .setServerHeaderTransformation(
            HttpConnectionManager.ServerHeaderTransformation.PASS_THROUGH)
        .setProxy100Continue(true)
        .setStreamIdleTimeout(Extensions.NEVER)
        .setCommonHttpProtocolOptions(
            HttpProtocolOptions.newBuilder().setIdleTimeout(Extensions.NEVER))
        .setHttpProtocolOptions(Http1ProtocolOptions.newBuilder().setAcceptHttp10(true))
        .setNormalizePath(BoolValue.of(normalize))
        .setMergeSlashes(normalize)
        .setPathWithEscapedSlashesAction(
            normalize
                ? PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT
                : PathWithEscapedSlashesAction.KEEP_UNCHANGED)
        .addUpgradeConfigs(
            HttpConnectionManager.UpgradeConfig.newBuilder().setUpgradeType("websocket"))
        .addAccessLog(AccessLogs.requests(options.loggedHeaders()))
        .setLocalReplyConfig(accessDenied())
        .setRouteConfig(routes(endpointId, direction, action))
        .addHttpFilters(policy(endpointId, direction))
        .addHttpFilters(router());
  }

  private RouteConfiguration routes(
      int endpointId, Direction direction, RouteAction.Builder action) {
    return RouteConfiguration.newBuilder()
        .setName(direction.text())
        .addRequestHeadersToRemove(Names.NEXT_HOP_HEADER)
        .addRequestHeadersToRemove("x-envoy-external-address")
        .addVirtualHosts(
            VirtualHost.newBuilder()
                .setName("all")
                .addDomains("*")
                .addRoutes(
                    Route.newBuilder()
                        .setName(Names.side(endpointId, direction))
                        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(action.setTimeout(Extensions.NEVER))))
        .build();
  }

  private static HttpFilter policy(int endpointId, Direction direction) {
    var closed =
        RBAC.newBuilder()
            .setRules(io.envoyproxy.envoy.config.rbac.v3.RBAC.getDefaultInstance())
            .build();
    return HttpFilter.newBuilder()
        .setName(Names.requests(endpointId, direction))
        .setConfigDiscovery(Extensions.discovered(closed))
        .build();
  }

  private HttpFilter router() {
    var router =
        Router.newBuilder()
            .setSuppressEnvoyHeaders(true)
            .addUpstreamLog(AccessLogs.upstreamRequests(options.loggedHeaders()))
            .setUpstreamLogOptions(
                Router.UpstreamAccessLogOptions.newBuilder()
                    .setFlushUpstreamLogOnUpstreamStream(true))
            .build();
    return HttpFilter.newBuilder().setName("router").setTypedConfig(Any.pack(router)).build();
  }

  /** Cilium's answer, only where the policy said no: an application's own 403 is left alone. */
  private LocalReplyConfig accessDenied() {
    var denied =
        ExpressionFilter.newBuilder()
            .setExpression("response.code_details.startsWith('rbac_access_denied')")
            .build();
    return LocalReplyConfig.newBuilder()
        .addMappers(
            ResponseMapper.newBuilder()
                .setFilter(
                    AccessLogFilter.newBuilder()
                        .setExtensionFilter(
                            ExtensionFilter.newBuilder()
                                .setName("denied")
                                .setTypedConfig(Any.pack(denied))))
                .setBody(DataSource.newBuilder().setInlineString(options.deniedBody())))
        .build();
  }

  private static io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3
          .HeaderMutation
      overwrite(String name, String value) {
    return io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3
        .HeaderMutation.newBuilder()
        .addMutations(
            HeaderMutation.newBuilder()
                .setAppend(
                    HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                        .setAppendAction(
                            HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)))
        .build();
  }
}
