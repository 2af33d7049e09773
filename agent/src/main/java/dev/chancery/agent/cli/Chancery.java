package dev.chancery.agent.cli;

import dev.chancery.agent.cli.LoggingOptions.LogLevel;
import dev.chancery.agent.cli.policy.PolicyCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/**
 * The root command. Exit codes: 0 fine, 1 refused or failed, 2 usage. What commands answer goes to
 * stdout, everything else to stderr.
 */
@Command(
    name = "chancery",
    description = "An L7 policy and visibility control plane for Envoy.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {"", "Exit codes: 0 fine, 1 refused or failed, 2 usage."},
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      StatusCommand.class,
      ObserveCommand.class,
      PolicyCommand.class,
      EndpointCommand.class,
      IdentityCommand.class,
      XdsCommand.class,
      BootstrapCommand.class,
      CompletionCommand.class,
      WarmUpCommand.class,
    })
public final class Chancery {
  @Mixin LoggingOptions logging = new LoggingOptions();

  private Chancery() {}

  public static void main(String[] args) {
    System.exit(execute(writer(System.out), writer(System.err), List.of(args)));
  }

  /** UTF-8 whatever the locale is, as JSON wants it. */
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Runs one command in this process and gives its exit code. */
  static int execute(PrintWriter out, PrintWriter err, List<String> args) {
    if (!args.isEmpty() && args.get(0).equals(ObserveCommand.NAME)) {
      // Its flags follow the Hubble command line's rules, not picocli's.
      new LoggingOptions().apply(LogLevel.WARN);
      return ObserveCommand.run(args.subList(1, args.size()));
    }
    return commandLine(out, err).execute(args.toArray(String[]::new));
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    var root = new Chancery();
    var commandLine = new CommandLine(root);
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(new UsageErrors());
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setExecutionStrategy(
        parsed -> {
          root.logging.apply(usualLevel(leaf(parsed).commandSpec().userObject()));
          return new RunLast().execute(parsed);
        });
    return commandLine;
  }

  /** The demo tells itself what happens. */
  private static LogLevel usualLevel(Object command) {
    if (command instanceof RunCommand) {
      return LogLevel.INFO;
    }
    return command instanceof DemoCommand ? LogLevel.ERROR : LogLevel.WARN;
  }

  private static ParseResult leaf(ParseResult parsed) {
    return parsed.hasSubcommand() ? leaf(parsed.subcommand()) : parsed;
  }

  /** All names of a command, for completion and for guesses. */
  static List<String> optionNames(CommandLine.Model.CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .toList();
  }
}
