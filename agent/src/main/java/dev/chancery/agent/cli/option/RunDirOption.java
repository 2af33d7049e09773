package dev.chancery.agent.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.UnixChannel;
import dev.chancery.agent.net.Users;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --run-dir}: where the agent's sockets are. */
public final class RunDirOption {
  private static final JsonMapper JSON = new JsonMapper();

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "The agent's folder (default $${XDG_RUNTIME_DIR:-/tmp}/chancery-UID).")
  @Nullable Path given;

  /** The folder that is given, or the usual one of this user. */
  public Path path() throws IOException {
    if (given != null) {
      return given;
    }
    var runtime = System.getenv("XDG_RUNTIME_DIR");
    var parent = runtime == null || runtime.isEmpty() ? "/tmp" : runtime;
    return Path.of(parent, "chancery-" + Users.currentUid());
  }

  /**
   * A report of the agent that runs there.
   *
   * @throws IOException with a message for the user where no agent runs there
   */
  public JsonNode ask(String report) throws IOException {
    ManagedChannel channel = UnixChannel.open(path().resolve("agent.sock"));
    try {
      return JSON.readTree(Control.ask(channel, report));
    } finally {
      channel.shutdownNow();
    }
  }
}
