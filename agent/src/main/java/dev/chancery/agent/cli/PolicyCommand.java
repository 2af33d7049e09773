package dev.chancery.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.QuestionReader;
import dev.chancery.agent.offline.Translation;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.SavedState;
import dev.chancery.agent.reconcile.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  /** What the files say, as an agent would see it. */
  private static NodeView view(List<Path> files, Settings settings) throws IOException {
    return NodeState.empty(settings).next(ManifestArguments.read(files)).view();
  }

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

    @Option(
        names = "--silence",
        split = ",",
        paramLabel = "CODE",
        description = "Warnings that are not shown, by the code in brackets.")
    List<String> silenced = List.of();

    @Mixin SettingsOptions settings = new SettingsOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      var validation = new Validation(view(files, settings.settings()), silenced);
      output.print(spec.commandLine().getOut(), validation.json(), validation::text);
      return validation.isClean() ? 0 : 1;
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

    @Mixin TreeOption output = new TreeOption();
    @Mixin SettingsOptions settings = new SettingsOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      Settings chosen = settings.settings();
      NodeView view = view(files, chosen);
      var validation = new Validation(view, List.of());
      if (!validation.isClean()) {
        spec.commandLine().getErr().print(validation.text());
        spec.commandLine().getErr().flush();
        return 1;
      }
      output.print(spec.commandLine().getOut(), Translation.of(view, chosen.envoy()));
      return 0;
    }
  }

  /** Exit code 0 whatever the verdict is. */
  @Command(
      name = "explain",
      sortOptions = false,
      description = "Say whether a request passes, which rule decides, and what nearly matched.")
  static final class Explain implements Callable<Integer> {
    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = FILES + " None: ask the agent, whose own settings count then.")
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
    @Mixin SettingsOptions settings = new SettingsOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      Answer answer;
      try {
        answer =
            Answer.of(files.isEmpty() ? ofAgent() : view(files, settings.settings()), question());
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
      output.print(spec.commandLine().getOut(), answer.json(), answer::text);
      return 0;
    }

    private NodeView ofAgent() throws IOException {
      JsonNode saved = ReportCommand.ask(runDir.path(), "saved");
      var json = new JsonMapper();
      var state = json.treeToValue(saved.get("state"), SavedState.class);
      var running = json.treeToValue(saved.get("settings"), Settings.class);
      return NodeState.restored(state, running).view();
    }

    private Question question() {
      return QuestionReader.read(from, to, port, method, path, host, headers);
    }
  }
}
