package dev.chancery.agent.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** Here for the list of commands; {@link #run} takes the arguments as they stand. */
@Command(
    name = ObserveCommand.NAME,
    description = "Show flows, with the flags and the output of `hubble observe`.")
final class ObserveCommand {
  static final String NAME = "observe";

  @SuppressWarnings("DoNotCallSuggester")
  static int run(List<String> args) {
    throw new UnsupportedOperationException("observe " + args);
  }
}
