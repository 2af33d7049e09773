package dev.chancery.agent.examples;

import dev.chancery.agent.offline.LearntNames;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.offline.cases.Case;
import dev.chancery.agent.offline.cases.CaseFile;
import dev.chancery.agent.offline.cases.CaseReader;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file of cases below {@code examples}, with what its manifests come to. */
record ExampleFile(Path path, CaseFile cases, NodeView view) {
  static final Path EXAMPLES = Path.of(System.getProperty("chancery.root"), "examples");

  /** Every {@code cases*.yaml} of every folder, in order. */
  static List<Path> all() throws IOException {
    return files("cases", ".yaml");
  }

  /** Every file of a folder below {@code examples} whose name starts and ends so, in order. */
  static List<Path> files(String prefix, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  static ExampleFile read(Path path) throws IOException {
    CaseFile cases = CaseReader.read(path.toString(), Files.readString(path));
    NodeView view = view(cases.manifestPaths(), DataPlane.NONE);
    return new ExampleFile(
        path, cases, LearntNames.learn(view, cases.cases().stream().map(Case::question).toList()));
  }

  static NodeView view(List<Path> manifests, DataPlane dataPlane) throws IOException {
    return NodeState.empty(Settings.DEFAULTS.with(dataPlane))
        .next(ManifestArguments.read(manifests))
        .view();
  }

  /** {@code http/cases.yaml}. */
  String name() {
    return EXAMPLES.relativize(path).toString();
  }
}
