package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** What the agent is doing. */
@Command(name = "status", sortOptions = false, description = "Show what the agent is doing.")
final class StatusCommand extends ReportCommand {
  StatusCommand() {
    super("status");
  }

  @Override
  String text(JsonNode status) {
    return StatusText.of(status);
  }
}
