package dev.chancery.agent.cli;

import dev.chancery.accesslogs.seqpacket.AccessLogSocketOptions;
import dev.chancery.agent.net.Users;
import dev.chancery.agent.proxyports.ProxyPortRange;
import dev.chancery.agent.run.CiliumRunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an agent that drives a cilium-envoy does on its node, under the names Cilium has for it. */
final class CiliumNodeOptions {
  private static final int CILIUM_PROXY_GID = 1337;

  @Option(
      names = "--xds-socket",
      paramLabel = "PATH",
      description =
          "Where cilium-envoy is served, if this is not how it sees it (default xds.sock in"
              + " --sockets-dir).")
  @Nullable Path xdsSocket;

  @Option(
      names = "--access-log-socket",
      paramLabel = "PATH",
      description =
          "Where its access log is taken, if this is not how it sees it (default access_log.sock in"
              + " --sockets-dir).")
  @Nullable Path accessLogSocket;

  @Option(
      names = "--proxy-gid",
      paramLabel = "GID",
      description =
          "Group that may use the sockets of cilium-envoy (default 1337 as root, else the user's).")
  @Nullable Integer proxyGid;

  @Option(
      names = "--proxy-portrange-min",
      paramLabel = "PORT",
      defaultValue = "10000",
      description = "First port that a listener of cilium-envoy may have (default 10000).")
  int firstPort = ProxyPortRange.DEFAULT.min();

  @Option(
      names = "--proxy-portrange-max",
      paramLabel = "PORT",
      defaultValue = "20000",
      description = "Last port that a listener of cilium-envoy may have (default 20000).")
  int lastPort = ProxyPortRange.DEFAULT.max();

  @Option(
      names = "--restored-proxy-ports-age-limit",
      paramLabel = "MINUTES",
      defaultValue = "15",
      description = "Ports that an agent left longer ago are given anew (default 15).")
  int restoredPortsAge = 15;

  @Option(
      names = "--envoy-access-log-buffer-size",
      paramLabel = "BYTES",
      defaultValue = "" + AccessLogSocketOptions.DEFAULT_BUFFER,
      description =
          "Longest access-log record; less than 65536 counts as that (default ${DEFAULT-VALUE}).")
  int accessLogBuffer = AccessLogSocketOptions.DEFAULT_BUFFER;

  @Option(
      names = "--secrets-dir",
      paramLabel = "DIR",
      description = "Secrets that policies name: <namespace>/<name>/<key>, as mounted.")
  @Nullable Path secrets;

  /**
   * @throws IllegalArgumentException with a message for the user
   */
  CiliumRunOptions options() throws IOException {
    if (secrets != null && !Files.isDirectory(secrets)) {
      throw new IllegalArgumentException("--secrets-dir: " + secrets + " (expected: a folder)");
    }
    return new CiliumRunOptions(
        Optional.ofNullable(xdsSocket),
        Optional.ofNullable(accessLogSocket),
        gid(),
        new ProxyPortRange(firstPort, lastPort),
        Duration.ofMinutes(restoredPortsAge),
        accessLogBuffer,
        Optional.ofNullable(secrets));
  }

  private OptionalInt gid() throws IOException {
    if (proxyGid != null) {
      return OptionalInt.of(proxyGid);
    }
    return Users.currentUid() == 0 ? OptionalInt.of(CILIUM_PROXY_GID) : OptionalInt.empty();
  }
}
