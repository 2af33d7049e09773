package dev.chancery.agent.cli;

import dev.chancery.agent.net.Users;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --run-dir}: where the agent's sockets are. */
final class RunDirOption {
  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "The agent's folder (default $${XDG_RUNTIME_DIR:-/tmp}/chancery-UID).")
  @Nullable Path given;

  Path path() throws IOException {
    if (given != null) {
      return given;
    }
    var runtime = System.getenv("XDG_RUNTIME_DIR");
    var parent = runtime == null || runtime.isEmpty() ? "/tmp" : runtime;
    return Path.of(parent, "chancery-" + Users.currentUid());
  }
}
