package dev.chancery.agent.cli.policy;

import dev.chancery.agent.cli.option.OutputFormat;
import dev.chancery.agent.cli.option.OutputOption;
import dev.chancery.agent.cli.option.SettingsOptions;
import dev.chancery.agent.cli.option.Table;
import dev.chancery.agent.offline.matrix.Matrix;
import dev.chancery.agent.offline.matrix.MatrixPicture;
import dev.chancery.agent.offline.matrix.MatrixReport;
import dev.chancery.agent.reconcile.NodeView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exit code 0 whatever passes, 1 where manifests are refused. */
@Command(
    name = "matrix",
    sortOptions = false,
    description = "Show who can reach whom, on which ports, and what requests must match.",
    footer = {"", "Exit codes: 0 whatever passes, 1 manifests are refused, 2 usage."})
final class MatrixCommand implements Callable<Integer> {
  /** The values of {@code -o}. */
  enum Format {
    TABLE,
    JSON,
    YAML,
    SVG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(arity = "1..*", paramLabel = "FILE", description = PolicyCommand.FILES)
  List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Format format = Format.TABLE;

  @Mixin SettingsOptions settings = new SettingsOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Optional<NodeView> view =
        PolicyCommand.asWritten(files, settings.settings(), spec.commandLine().getErr());
    if (view.isEmpty()) {
      return 1;
    }
    Matrix matrix = Matrix.of(view.get());
    var out = spec.commandLine().getOut();
    if (format == Format.SVG) {
      out.print(MatrixPicture.of(matrix));
      out.flush();
      return 0;
    }
    var output = new OutputOption();
    output.format = OutputFormat.valueOf(format.name());
    output.print(out, MatrixReport.json(matrix), () -> table(matrix));
    return 0;
  }

  private static String table(Matrix matrix) {
    var table = new Table("TO", "FROM", "PORTS", "REQUESTS");
    MatrixReport.rows(matrix).forEach(r -> table.row(r.to(), r.from(), r.ports(), r.l7()));
    return table.text();
  }
}
