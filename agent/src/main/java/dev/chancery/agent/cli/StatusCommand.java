package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the agent is doing. */
@Command(name = "status", sortOptions = false, description = "Show what the agent is doing.")
final class StatusCommand implements Callable<Integer> {
  @Mixin RunDirOption runDir = new RunDirOption();
  @Mixin OutputOption output = new OutputOption();

  @Spec CommandSpec spec = CommandSpec.create();

  /** Exit code 0 where an agent answers, whatever it says. */
  @Override
  public Integer call() throws IOException {
    JsonNode status = Agents.report(runDir.path(), "status");
    var out = spec.commandLine().getOut();
    if (output.format == OutputFormat.TABLE) {
      StatusText.print(out, status);
    } else {
      output.print(out, status, () -> new Table());
    }
    return 0;
  }
}
