package dev.chancery.envoy.stock;

import dev.chancery.policy.Direction;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;

/** Filters that see connections, not requests. */
final class TcpFilters {
  private TcpFilters() {}

  /** The policy of connections or of bytes: a resource, closed until it has come. */
  static Filter policy(String resourceName, Direction direction) {
    var closed =
        RBAC.newBuilder()
            .setStatPrefix(statPrefix(direction))
            .setRules(io.envoyproxy.envoy.config.rbac.v3.RBAC.getDefaultInstance())
            .build();
    return Filter.newBuilder()
        .setName(resourceName)
        .setConfigDiscovery(Extensions.discovered(closed))
        .build();
  }

  static String statPrefix(Direction direction) {
    return direction.text() + ".";
  }

  static Filter proxyTo(String cluster, AccessLog... logs) {
    return Extensions.filter(
        "tcp",
        TcpProxy.newBuilder()
            .setStatPrefix("tcp")
            .setCluster(cluster)
            .setIdleTimeout(Extensions.NEVER)
            .addAllAccessLog(List.of(logs))
            .build());
  }

  /**
   * Names the cluster of the {@link #proxyTo} that follows.
   *
   * @param format access-log operators
   */
  static Filter chooseCluster(String format) {
    return Extensions.filter(
        "next-hop",
        Config.newBuilder()
            .addOnNewConnection(
                FilterStateValue.newBuilder()
                    .setObjectKey("envoy.tcp_proxy.cluster")
                    .setFormatString(
                        SubstitutionFormatString.newBuilder()
                            .setTextFormatSource(DataSource.newBuilder().setInlineString(format))))
            .build());
  }
}
