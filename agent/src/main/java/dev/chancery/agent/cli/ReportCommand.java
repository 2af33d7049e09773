package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.control.Control;
import dev.chancery.agent.net.UnixChannel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that shows one report of the running agent. Exit code 0 where an agent answers. */
abstract class ReportCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  private final String report;

  @Mixin RunDirOption runDir = new RunDirOption();
  @Mixin OutputOption output = new OutputOption();

  @Spec CommandSpec spec = CommandSpec.create();

  ReportCommand(String report) {
    this.report = report;
  }

  /** The report for a person. */
  abstract String text(JsonNode report);

  @Override
  public final Integer call() throws IOException {
    JsonNode answer = ask(runDir.path(), report);
    output.print(spec.commandLine().getOut(), answer, () -> text(answer));
    return 0;
  }

  /**
   * Asks the agent of a run directory.
   *
   * @throws IOException with a message for the user where no agent runs there
   */
  static JsonNode ask(Path runDir, String report) throws IOException {
    ManagedChannel channel = UnixChannel.open(runDir.resolve("agent.sock"));
    try {
      return JSON.readTree(Control.ask(channel, report));
    } finally {
      channel.shutdownNow();
    }
  }
}
