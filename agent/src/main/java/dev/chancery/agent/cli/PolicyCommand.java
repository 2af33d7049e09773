package dev.chancery.agent.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be done with policies without an agent. */
@Command(
    name = "policy",
    description = "Check, translate and explain policies.",
    subcommands = {
      PolicyCommand.Validate.class,
      PolicyCommand.Translate.class,
      PolicyCommand.Explain.class
    })
final class PolicyCommand {
  private static final String FILES = "Manifests: YAML or JSON; a folder stands for those in it.";

  /** Exit code 1 where any object is refused. */
  @Command(
      name = "validate",
      sortOptions = false,
      description = "Check manifests; every problem with its file, line and path.")
  static final class Validate implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = FILES)
    List<Path> files = List.of();

    @Mixin OutputOption output = new OutputOption();

    @Override
    public Integer call() {
      throw new UnsupportedOperationException("policy validate");
    }
  }

  /** The intermediate form and each Envoy resource. */
  @Command(
      name = "translate",
      sortOptions = false,
      description = "Show what policies become for each endpoint, and what Envoy is sent.")
  static final class Translate implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = FILES)
    List<Path> files = List.of();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "yaml",
        description = "yaml or json (default ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.YAML;

    @Override
    public Integer call() {
      throw new UnsupportedOperationException("policy translate");
    }
  }

  /** Exit code 0 whatever the verdict is. */
  @Command(
      name = "explain",
      sortOptions = false,
      description = "Say whether a request passes, which rule decides, and what nearly matched.")
  static final class Explain implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "FILE", description = FILES + " None: ask the agent.")
    List<Path> files = List.of();

    @Option(
        names = "--from",
        required = true,
        paramLabel = "[NS/]POD|IP",
        description = "The client.")
    String from = "";

    @Option(
        names = "--to",
        required = true,
        paramLabel = "[NS/]POD|IP",
        description = "The server.")
    String to = "";

    @Option(
        names = "--port",
        required = true,
        paramLabel = "PORT[/PROTOCOL]",
        description = "The server's port; TCP where no protocol is given.")
    String port = "";

    @Option(
        names = "--method",
        paramLabel = "METHOD",
        description = "The HTTP method; with --path.")
    @Nullable String method;

    @Option(names = "--path", paramLabel = "PATH", description = "The HTTP path with its query.")
    @Nullable String path;

    @Option(names = "--host", paramLabel = "HOST", description = "The HTTP authority.")
    @Nullable String host;

    @Option(
        names = {"-H", "--header"},
        paramLabel = "NAME:VALUE",
        description = "An HTTP header; may be repeated.")
    List<String> headers = List.of();

    @Mixin RunDirOption runDir = new RunDirOption();
    @Mixin OutputOption output = new OutputOption();

    @Override
    public Integer call() {
      throw new UnsupportedOperationException("policy explain");
    }
  }
}
