package dev.chancery.xds;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.ExtensionConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** Resources that a real Envoy takes. */
final class EnvoyResources {
  static final String POLICY = "rbac/7/ingress";

  private EnvoyResources() {}

  /** A policy that allows requests whose path fully matches an RE2 pattern. */
  static Resource allow(String path) {
    var matcher =
        PathMatcher.newBuilder()
            .setPath(
                StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(path)));
    var policy =
        Policy.newBuilder()
            .addPermissions(Permission.newBuilder().setUrlPath(matcher))
            .addPrincipals(Principal.newBuilder().setAny(true))
            .build();
    var rules = io.envoyproxy.envoy.config.rbac.v3.RBAC.newBuilder().putPolicies("allow", policy);
    var config = Resource.pack(RBAC.newBuilder().setRules(rules).build());
    return Resource.of(
        POLICY, TypedExtensionConfig.newBuilder().setName(POLICY).setTypedConfig(config).build());
  }

  /** A listener that answers 200 to what the policy allows. */
  static Resource listenerOn(String name, int port) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(name)
            .setRouteConfig(alwaysOk())
            .addHttpFilters(policyFilter())
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("router")
                    .setTypedConfig(Resource.pack(Router.getDefaultInstance())))
            .build();
    var address = SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port);
    return Resource.of(
        name,
        Listener.newBuilder()
            .setName(name)
            .setAddress(Address.newBuilder().setSocketAddress(address))
            .addFilterChains(FilterChain.newBuilder().addFilters(filter(manager)))
            .build());
  }

  private static Filter filter(Message config) {
    return Filter.newBuilder().setName("http").setTypedConfig(Resource.pack(config)).build();
  }

  private static HttpFilter policyFilter() {
    var denyAll =
        RBAC.newBuilder()
            .setRules(io.envoyproxy.envoy.config.rbac.v3.RBAC.getDefaultInstance())
            .build();
    var source =
        ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .setInitialFetchTimeout(Duration.getDefaultInstance());
    return HttpFilter.newBuilder()
        .setName(POLICY)
        .setConfigDiscovery(
            ExtensionConfigSource.newBuilder()
                .setConfigSource(source)
                .addTypeUrls(Resource.pack(denyAll).getTypeUrl())
                .setDefaultConfig(Resource.pack(denyAll))
                .setApplyDefaultConfigWithoutWarming(true))
        .build();
  }

  private static RouteConfiguration alwaysOk() {
    var ok =
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setDirectResponse(
                DirectResponseAction.newBuilder()
                    .setStatus(200)
                    .setBody(DataSource.newBuilder().setInlineString("ok")));
    return RouteConfiguration.newBuilder()
        .setName("all")
        .addVirtualHosts(VirtualHost.newBuilder().setName("all").addDomains("*").addRoutes(ok))
        .build();
  }
}
