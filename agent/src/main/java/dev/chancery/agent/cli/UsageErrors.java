package dev.chancery.agent.cli;

import dev.chancery.policy.parse.syntax.EditDistance;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in two lines what is wrong with a command line: no page of help, which would hide it. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    var unknown = unknownWords(e);
    command
        .getErr()
        .println(
            "chancery: " + (unknown.isEmpty() ? e.getMessage() : guess(command, unknown.get(0))));
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  /** A misspelt option says more than the required one that is missing for it. */
  private static List<String> unknownWords(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched.getUnmatched();
    }
    return e instanceof MissingParameterException
        ? e.getCommandLine().getUnmatchedArguments()
        : List.of();
  }

  private static String guess(CommandLine command, String word) {
    var name = word.replaceFirst("=.*", "");
    var spec = command.getCommandSpec();
    var isOption = name.startsWith("-");
    var what = isOption ? "option" : spec.subcommands().isEmpty() ? "argument" : "command";
    var known = isOption ? Chancery.optionNames(spec) : spec.subcommands().keySet();
    return "unknown %s: %s%s"
        .formatted(
            what,
            name,
            EditDistance.near(name, known).map(n -> " (did you mean " + n + "?)").orElse(""));
  }
}
