package dev.chancery.agent.cli.policy;

import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.cli.option.TreeOption;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.offline.Translation;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.envoy.Limits;
import dev.chancery.policy.model.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with policies without an agent. */
@Command(
    name = "policy",
    description = "Check, translate, explain, test and draw policies.",
    subcommands = {
      ValidateCommand.class,
      PolicyCommand.Translate.class,
      ExplainCommand.class,
      TestCommand.class,
      MatrixCommand.class
    })
public final class PolicyCommand {
  /** What the files say, as an agent would see it. */
  static NodeView view(List<Path> files, Settings settings) throws IOException {
    return NodeState.of(ManifestArguments.read(files), settings);
  }

  /**
   * What the files say, whether or not the data plane would enforce all of it: a note tells where
   * it would not. Empty where anything is refused, since what is missing would decide.
   *
   * @param err gets the notes, or why something is refused
   */
  static Optional<NodeView> asWritten(List<Path> files, Settings settings, PrintWriter err)
      throws IOException {
    NodeView view = view(files, settings.with(DataPlane.NONE));
    String refusals = new Validation(view, Set.of()).refusals();
    err.print(refusals.isEmpty() ? notes(view, settings) : refusals);
    err.flush();
    return refusals.isEmpty() ? Optional.of(view) : Optional.empty();
  }

  private static String notes(NodeView view, Settings settings) {
    var notes = new StringBuilder();
    for (Policy policy : view.world().policies()) {
      for (DataPlane plane : settings.dataPlanes()) {
        plane.limits(settings).ifPresent(limits -> notes.append(note(policy, limits)));
      }
    }
    return notes.toString();
  }

  private static String note(Policy policy, Limits limits) {
    List<String> reasons = limits.refusals(policy);
    return reasons.isEmpty()
        ? ""
        : "note: %s would be refused by %s: %s\n"
            .formatted(policy.ref().key(), limits.dataPlane(), String.join("; ", reasons));
  }

  static final String FILES = "Manifests: YAML or JSON; a folder stands for those in it.";

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
      var validation = new Validation(view, Set.of());
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
