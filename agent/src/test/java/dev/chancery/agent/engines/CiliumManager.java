package dev.chancery.agent.engines;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.evaluate.Request;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  public CiliumManager(HttpConnectionManager settings) {
    this.settings = settings;
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
        new Request.Http(
            sent.method(), path, target.authority(), headers(sent.headers(), client)));
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
