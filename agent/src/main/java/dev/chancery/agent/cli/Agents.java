package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.UnixChannel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;

/** Asks the running agent. */
final class Agents {
  private static final JsonMapper JSON = new JsonMapper();

  private Agents() {}

  /**
   * @throws IOException with a message for the user where no agent runs there
   */
  static JsonNode report(Path runDir, String name) throws IOException {
    ManagedChannel channel = UnixChannel.open(runDir.resolve("agent.sock"));
    try {
      return JSON.readTree(Control.ask(channel, name));
    } finally {
      channel.shutdownNow();
    }
  }

  /** The texts of a JSON array, in one cell. */
  static String cell(JsonNode array) {
    var cell = new StringBuilder();
    array.forEach(item -> cell.append(cell.isEmpty() ? "" : ", ").append(item.asText()));
    return cell.toString();
  }
}
