package dev.chancery.agent.cli.policy;

import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.cli.option.TreeOption;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.offline.Translation;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with policies without an agent. */
@Command(
    name = "policy",
    description = "Check, translate, explain, test and draw policies.",
    subcommands = {
      PolicyCommand.Validate.class,
      PolicyCommand.Translate.class,
      ExplainCommand.class,
      TestCommand.class,
      MatrixCommand.class
    })
public final class PolicyCommand {
  /** What the files say, as an agent would see it. */
  static NodeView view(List<Path> files, Settings settings) throws IOException {
    return NodeState.empty(settings).next(ManifestArguments.read(files)).view();
  }

  static final String FILES = "Manifests: YAML or JSON; a folder stands for those in it.";

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
}
