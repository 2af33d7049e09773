package dev.chancery.agent.cli.policy;

import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.reconcile.LintedObjects;
import dev.chancery.policy.WarningCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exit code 1 where any object is refused. */
@Command(
    name = "validate",
    sortOptions = false,
    description = "Check manifests; every problem with its file, line and path.")
final class ValidateCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = PolicyCommand.FILES)
  List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  ValidationFormat format = ValidationFormat.TABLE;

  @Option(
      names = "--silence",
      split = ",",
      paramLabel = "CODE",
      converter = WarningConverter.class,
      description = "Warnings that are not shown, by the code in brackets.")
  List<WarningCode> silenced = List.of();

  @Option(names = "--strict", description = "Exit with 1 where there are warnings, too.")
  boolean strict;

  @Mixin SettingsOptions settings = new SettingsOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var view = LintedObjects.on(PolicyCommand.view(files, settings.settings()));
    var validation = new Validation(view, Set.copyOf(silenced));
    PrintWriter out = spec.commandLine().getOut();
    String answer = format.text(validation);
    out.print(answer.isEmpty() || answer.endsWith("\n") ? answer : answer + "\n");
    out.flush();
    if (validation.isEmpty()) {
      spec.commandLine().getErr().println("no object in what was given: nothing was checked");
      return 1;
    }
    return validation.isClean() && !(strict && validation.warns()) ? 0 : 1;
  }
}
