package dev.chancery.agent.cli.option;

import dev.chancery.envoy.cilium.CiliumOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --sockets-dir}: where a cilium-envoy and the agent meet. */
public final class SocketsDirOption {
  @Option(
      names = "--sockets-dir",
      paramLabel = "DIR",
      description =
          "Sockets of cilium-envoy (default DIR/envoy/sockets of --run-dir where that is given,"
              + " else /var/run/cilium/envoy/sockets).")
  @Nullable Path given;

  /** The folder that is given, or the usual one. */
  public Path path(RunDirOption runDir) {
    if (given != null) {
      return given;
    }
    return runDir.given == null
        ? CiliumOptions.DEFAULT_SOCKETS
        : runDir.given.resolve("envoy/sockets");
  }
}
