package dev.chancery.agent.cli.policy;

import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.offline.cases.CaseReader;
import dev.chancery.agent.offline.cases.FileRun;
import dev.chancery.agent.offline.cases.JUnitReport;
import dev.chancery.agent.offline.cases.TestReport;
import dev.chancery.agent.offline.flows.FlowFiles;
import dev.chancery.agent.offline.flows.Recording;
import dev.chancery.agent.reconcile.DataPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Exit code 0 where all cases pass, 1 where one fails, 2 where the cases themselves are wrong. */
@Command(
    name = "test",
    sortOptions = false,
    description = "Run cases that say what policies shall allow and deny, without a cluster.",
    footer = {
      "",
      "Exit codes: 0 all cases pass, 1 a case fails or manifests are refused, 2 usage or a mistake"
          + " in a file of cases."
    })
final class TestCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Cases in YAML (docs/policy-tests.md).")
  List<Path> files = List.of();

  @Option(
      names = {"-f", "--manifests"},
      paramLabel = "PATH",
      description = "More manifests for every file of cases; may be repeated.")
  List<Path> manifests = List.of();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write a report in JUnit's XML too.")
  @Nullable Path junit;

  @Option(
      names = "--record",
      arity = "1..*",
      paramLabel = "FLOWS",
      description =
          "Write cases from recorded flows instead of running any: JSON lines of `observe -o json`"
              + " or of hubble's exporter; - is standard input.")
  List<Path> flows = List.of();

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      description = "Where --record writes (default standard output).")
  @Nullable Path target;

  @Mixin OutputOption output = new OutputOption();
  @Mixin SettingsOptions settings = new SettingsOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (files.isEmpty() == flows.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "FILE or --record: " + (files.isEmpty() ? "missing" : "both given"));
    }
    return flows.isEmpty() ? test() : record();
  }

  private int test() throws IOException {
    List<FileRun> runs = new ArrayList<>();
    for (Path file : files) {
      var cases = CaseReader.read(file.toString(), ManifestArguments.text(file));
      runs.add(FileRun.of(cases, manifests, settings.settings(DataPlane.NONE)));
    }
    var report = new TestReport(runs);
    if (junit != null) {
      Files.writeString(junit, JUnitReport.of(report));
    }
    output.print(spec.commandLine().getOut(), report.json(), report::text);
    return report.exitCode();
  }

  private int record() throws IOException {
    Recording recording = Recording.of(FlowFiles.read(flows));
    if (target != null) {
      Files.writeString(target, recording.yaml());
    } else {
      spec.commandLine().getOut().print(recording.yaml());
      spec.commandLine().getOut().flush();
    }
    spec.commandLine().getErr().println(recording.summary());
    return recording.isComplete() ? 0 : 1;
  }
}
