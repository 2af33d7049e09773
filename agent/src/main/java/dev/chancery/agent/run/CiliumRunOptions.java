package dev.chancery.agent.run;

import dev.chancery.accesslogs.seqpacket.AccessLogSocketOptions;
import dev.chancery.agent.proxyports.PortsFile;
import dev.chancery.agent.proxyports.ProxyPortRange;
import dev.chancery.envoy.cilium.CiliumOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an agent that drives a cilium-envoy does on this node, under the names that Cilium's agent
 * has for it.
 *
 * @param xdsSocket where resources are served; {@code xds.sock} among the proxy's sockets if empty
 * @param accessLogSocket where records are taken; {@code access_log.sock} among them if empty
 * @param proxyGid {@code proxy-gid}: the group that may use both; empty for this user's own
 * @param ports {@code proxy-portrange-min} and {@code -max}: where listeners may be
 * @param restoredPortsAge {@code restored-proxy-ports-age-limit}: ports that an agent left longer
 *     ago are given anew
 * @param accessLogBuffer {@code envoy-access-log-buffer-size}: bytes of the longest record; less
 *     than 64 KiB counts as that
 * @param secrets a folder {@code <namespace>/<name>/<key>} of secrets that policies name
 */
public record CiliumRunOptions(
    Optional<Path> xdsSocket,
    Optional<Path> accessLogSocket,
    OptionalInt proxyGid,
    ProxyPortRange ports,
    Duration restoredPortsAge,
    int accessLogBuffer,
    Optional<Path> secrets) {
  public static final CiliumRunOptions DEFAULTS =
      new CiliumRunOptions(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          ProxyPortRange.DEFAULT,
          PortsFile.DEFAULT_AGE_LIMIT,
          AccessLogSocketOptions.DEFAULT_BUFFER,
          Optional.empty());

  public CiliumRunOptions {
    if (restoredPortsAge.isNegative()) {
      throw new IllegalArgumentException(
          "restored-proxy-ports-age-limit: " + restoredPortsAge + " (expected: 0 or more)");
    }
    if (accessLogBuffer < 1 || accessLogBuffer > AccessLogSocketOptions.LARGEST_BUFFER) {
      throw new IllegalArgumentException(
          "envoy-access-log-buffer-size: %d (expected: 1-%d)"
              .formatted(accessLogBuffer, AccessLogSocketOptions.LARGEST_BUFFER));
    }
    if (proxyGid.isPresent() && proxyGid.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "proxy-gid: " + proxyGid.getAsInt() + " (expected: 0 or more)");
    }
  }

  Path xdsSocket(CiliumOptions proxy) {
    return xdsSocket.orElseGet(() -> proxy.socket("xds.sock"));
  }

  Path accessLogSocket(CiliumOptions proxy) {
    return accessLogSocket.orElseGet(() -> proxy.socket("access_log.sock"));
  }
}
