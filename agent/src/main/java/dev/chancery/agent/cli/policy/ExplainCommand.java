package dev.chancery.agent.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.QuestionReader;
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

/** Exit code 0 whatever the verdict is. */
@Command(
    name = "explain",
    sortOptions = false,
    description = "Say whether a request passes, which rule decides, and what nearly matched.")
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = PolicyCommand.FILES + " None: ask the agent, whose own settings count then.")
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
      paramLabel = "[NS/]POD|IP|NAME",
      description = "The server.")
  String to = "";

  @Option(
      names = "--port",
      paramLabel = "PORT[/PROTOCOL]",
      description = "The server's port, as 8080, 53/UDP, 8/ICMP (a type); of --dns 53/UDP.")
  @Nullable String port;

  @Option(names = "--dns", paramLabel = "NAME", description = "A DNS query for this name.")
  @Nullable String query;

  @Option(names = "--method", paramLabel = "METHOD", description = "The HTTP method; with --path.")
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
          Answer.of(
              files.isEmpty() ? ofAgent() : PolicyCommand.view(files, settings.settings()),
              question());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    output.print(spec.commandLine().getOut(), answer.json(), answer::text);
    return 0;
  }

  private NodeView ofAgent() throws IOException {
    JsonNode saved = runDir.ask("saved");
    var json = new JsonMapper();
    var state = json.treeToValue(saved.get("state"), SavedState.class);
    var running = json.treeToValue(saved.get("settings"), Settings.class);
    return NodeState.restored(state, running).view();
  }

  private Question question() {
    return QuestionReader.read(from, to, port, method, path, host, headers, query);
  }
}
