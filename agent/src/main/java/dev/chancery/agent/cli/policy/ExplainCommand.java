package dev.chancery.agent.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.RunDirOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.QuestionReader;
import dev.chancery.agent.offline.flows.FlowFiles;
import dev.chancery.agent.offline.flows.FlowJudge;
import dev.chancery.agent.offline.flows.FlowReport;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.SavedState;
import dev.chancery.agent.reconcile.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Exit code 0 whatever the verdict is, 1 where manifests are refused; of recorded flows 1 where a
 * verdict differs.
 */
@Command(
    name = "explain",
    sortOptions = false,
    description = "Say whether a request passes, which rule decides, and what nearly matched.",
    footer = {
      "",
      "Exit codes: 0 whatever the verdict is, 1 where manifests are refused, a recorded flow is"
          + " decided otherwise now or a line is no flow, 2 usage."
    })
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = PolicyCommand.FILES + " None: ask the agent, whose own settings count then.")
  List<Path> files = List.of();

  @Option(names = "--from", paramLabel = "[NS/]POD|IP", description = "The client.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "[NS/]POD|IP|NAME", description = "The server.")
  @Nullable String to;

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

  @Option(
      names = "--flow",
      paramLabel = "FLOWS",
      description =
          "Explain recorded flows instead: JSON lines of `observe -o json` or of hubble's exporter;"
              + " - is standard input; may be repeated.")
  List<Path> flows = List.of();

  @Mixin RunDirOption runDir = new RunDirOption();
  @Mixin OutputOption output = new OutputOption();
  @Mixin SettingsOptions settings = new SettingsOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (flows.isEmpty()) {
      return explain();
    }
    if (from != null || to != null || port != null || query != null || path != null) {
      throw usage("--flow: beside --from, --to, --port, --path, --dns (expected: alone)");
    }
    FlowFiles recorded = FlowFiles.read(flows);
    Optional<NodeView> view = view();
    if (view.isEmpty()) {
      return 1;
    }
    var report = new FlowReport(FlowJudge.judge(view.get(), recorded.flows()), recorded.problems());
    output.print(spec.commandLine().getOut(), report.json(), report::text);
    return report.exitCode();
  }

  private int explain() throws IOException {
    if (from == null || to == null) {
      throw usage((from == null ? "--from" : "--to") + ": missing (expected: --from and --to)");
    }
    Answer answer;
    try {
      Question question = QuestionReader.read(from, to, port, method, path, host, headers, query);
      Optional<NodeView> view = view();
      if (view.isEmpty()) {
        return 1;
      }
      answer = Answer.of(view.get(), question);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    output.print(spec.commandLine().getOut(), answer.json(), answer::text);
    return 0;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Optional<NodeView> view() throws IOException {
    return files.isEmpty()
        ? Optional.of(ofAgent())
        : PolicyCommand.asWritten(files, settings.settings(), spec.commandLine().getErr());
  }

  private NodeView ofAgent() throws IOException {
    JsonNode saved = runDir.ask("saved");
    var json = new JsonMapper();
    var state = json.treeToValue(saved.get("state"), SavedState.class);
    var running = json.treeToValue(saved.get("settings"), Settings.class);
    NodeView view = NodeState.restored(state, running).view();
    view.resolution()
        .conflicts()
        .keySet()
        .forEach(
            pod ->
                spec.commandLine()
                    .getErr()
                    .println(
                        "note: policies of "
                            + pod
                            + " conflict: the agent keeps the policy that it had before, this"
                            + " answer is that of an agent that starts now"));
    return view;
  }
}
