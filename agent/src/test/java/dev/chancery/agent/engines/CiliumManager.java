package dev.chancery.agent.engines;

import com.google.common.net.InetAddresses;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.evaluate.Request;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The manager of a listener, by its settings: those of paths, and of what it believes a client
 * says. Written from Envoy's documentation of {@code HttpConnectionManager}; methods and hosts that
 * its codec refuses are not looked at.
 */
public final class CiliumManager implements Manager {
  /** Of these an edge takes away what a client says. */
  private static final List<String> OF_THE_INSIDE =
      List.of(
          "x-envoy-decorator-operation",
          "x-envoy-downstream-service-cluster",
          "x-envoy-downstream-service-node",
          "x-envoy-original-path",
          "x-envoy-internal");

  private static final List<String> OF_THE_CONNECTION =
      List.of("connection", "keep-alive", "proxy-connection", "upgrade");

  private final HttpConnectionManager settings;

  private CiliumManager(HttpConnectionManager settings) {
    this.settings = settings;
  }

  /** That of a listener, which has the same one in each of its filter chains. */
  static CiliumManager of(EnvoyResource listener) {
    Set<Any> managers =
        ((Listener) listener.message())
            .getFilterChainsList().stream()
                .flatMap(c -> c.getFiltersList().stream())
                .map(Filter::getTypedConfig)
                .filter(c -> c.is(HttpConnectionManager.class))
                .collect(Collectors.toSet());
    if (managers.isEmpty()) {
      throw new IllegalArgumentException(listener.name() + " reads no HTTP");
    }
    List<HttpConnectionManager> settings = managers.stream().map(CiliumManager::unpacked).toList();
    boolean alike =
        settings.stream().map(s -> s.toBuilder().clearRouteConfig().build()).distinct().count()
            == 1;
    if (!alike) {
      throw new IllegalArgumentException(listener.name() + " reads HTTP in several ways");
    }
    return new CiliumManager(settings.get(0));
  }

  private static HttpConnectionManager unpacked(Any config) {
    try {
      return config.unpack(HttpConnectionManager.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public Reading read(Request.Http sent, Optional<InetAddress> client) {
    Target target = Target.of(sent.path(), sent.authority());
    if (!target.isWellFormed()) {
      return new Reading.Answer(400);
    }
    String path = target.path();
    if (settings.getNormalizePath().getValue()) {
      Optional<String> normal = CanonicalPath.of(path, settings.getMergeSlashes());
      if (normal.isEmpty()) {
        return new Reading.Answer(400);
      }
      boolean redirects =
          settings.getPathWithEscapedSlashesAction()
              == PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT;
      if (redirects && CanonicalPath.hasEscapedSlash(path)) {
        return new Reading.Answer(307);
      }
      path = normal.get();
    }
    return new Reading.Forward(
        new Request.Http(sent.method(), path, target.authority(), headers(sent.headers(), client)));
  }

  private Map<String, List<String>> headers(
      Map<String, List<String>> sent, Optional<InetAddress> client) {
    Map<String, List<String>> headers = new HashMap<>(sent);
    if (!isUpgrade(sent)) {
      OF_THE_CONNECTION.forEach(headers::remove);
    }
    boolean inside =
        !sent.containsKey("x-forwarded-for") && client.map(this::isInside).orElse(false);
    headers.put("x-forwarded-proto", List.of("http"));
    headers.remove("x-envoy-external-address");
    if (inside) {
      headers.put("x-envoy-internal", List.of("true"));
    } else {
      OF_THE_INSIDE.forEach(headers::remove);
      client.ifPresent(
          c -> headers.put("x-envoy-external-address", List.of(InetAddresses.toAddrString(c))));
    }
    return headers;
  }

  /** The protocols that it lets a client change to. */
  private boolean isUpgrade(Map<String, List<String>> sent) {
    return sent.getOrDefault("connection", List.of()).stream()
            .anyMatch(v -> v.equalsIgnoreCase("upgrade"))
        && settings.getUpgradeConfigsList().stream()
            .anyMatch(
                u ->
                    sent.getOrDefault("upgrade", List.of()).stream()
                        .anyMatch(u.getUpgradeType()::equalsIgnoreCase));
  }

  private boolean isInside(InetAddress client) {
    return settings.getInternalAddressConfig().getCidrRangesList().stream()
        .anyMatch(range -> contains(range, client));
  }

  private static boolean contains(CidrRange range, InetAddress client) {
    IpPrefix address = IpPrefix.of(client);
    return IpPrefix.parse(range.getAddressPrefix() + "/" + range.getPrefixLen().getValue())
        .contains(address);
  }
}
