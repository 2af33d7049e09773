package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.RunDirOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that shows one report of the running agent. Exit code 0 where an agent answers. */
abstract class ReportCommand implements Callable<Integer> {
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
    JsonNode answer = runDir.ask(report);
    output.print(spec.commandLine().getOut(), answer, () -> text(answer));
    return 0;
  }
}
