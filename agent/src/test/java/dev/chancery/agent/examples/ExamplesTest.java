package dev.chancery.agent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.chancery.agent.offline.cases.CaseResult;
import dev.chancery.agent.offline.cases.CaseRunner;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example says what it is said to say. */
final class ExamplesTest {
  static List<Path> caseFiles() throws IOException {
    return ExampleFile.all();
  }

  static List<Path> refusalFiles() throws IOException {
    return ExampleFile.files("refusals", ".yaml");
  }

  @ParameterizedTest
  @MethodSource("caseFiles")
  void everyCaseIsDecidedAsExpected(Path path) throws IOException {
    ExampleFile file = ExampleFile.read(path);
    assertThat(file.cases().problems()).isEmpty();
    assertThat(errors(file.view())).isEmpty();
    assertThat(CaseRunner.problems(file.view(), file.cases())).isEmpty();
    assertThat(CaseRunner.run(file.view(), file.cases()))
        .isNotEmpty()
        .filteredOn(r -> !r.passed())
        .extracting(r -> r.asked().name() + ": " + r.asked().question().text() + ": " + why(r))
        .isEmpty();
  }

  /** What cannot be read or enforced is refused whole, in these words. */
  @ParameterizedTest
  @MethodSource("refusalFiles")
  void everyRefusalIsInTheseWords(Path path) throws IOException {
    JsonNode refusals = new YAMLMapper().readTree(Files.readString(path)).required("refusals");
    assertThat(refusals).isNotEmpty();
    for (JsonNode refusal : refusals) {
      Path manifest = path.resolveSibling(refusal.required("file").asText());
      NodeView view = ExampleFile.view(List.of(manifest), DataPlane.ENVOY);
      List<String> says = new ArrayList<>();
      refusal.required("says").forEach(s -> says.add(s.asText()));
      assertThat(view.world().policies()).as("%s", manifest).isEmpty();
      assertThat(errors(view)).as("%s", manifest).containsExactlyInAnyOrderElementsOf(says);
    }
  }

  @Test
  void everyReadmeTellsHowManyCasesPass() throws IOException {
    for (Path readme : ExampleFile.files("README", ".md")) {
      List<Path> files = ExampleFile.files("cases", ".yaml");
      files = files.stream().filter(f -> f.equals(readme.resolveSibling(f.getFileName()))).toList();
      int cases = 0;
      for (Path file : files) {
        cases += ExampleFile.read(file).cases().cases().size();
        assertThat(readme).content().contains(" examples/" + ExampleFile.EXAMPLES.relativize(file));
      }
      if (cases > 0) {
        assertThat(readme).content().contains("\n" + cases + " passed, 0 failed\n");
      }
    }
  }

  /** A link that leads nowhere shows nothing either. */
  @Test
  void everyLinkOfTheTableLeadsSomewhere() throws IOException {
    var links =
        Pattern.compile("\\]\\(([^)]*)\\)")
            .matcher(Files.readString(ExampleFile.EXAMPLES.resolve("README.md")))
            .results()
            .map(m -> ExampleFile.EXAMPLES.resolve(m.group(1)))
            .toList();
    assertThat(links).hasSizeGreaterThan(30).allMatch(Files::exists);
  }

  /** A manifest that no case reads shows nothing. */
  @Test
  void everyManifestIsPartOfACase() throws IOException {
    Set<Path> used = new HashSet<>();
    for (Path path : ExampleFile.all()) {
      used.add(path);
      used.addAll(ExampleFile.read(path).cases().manifestPaths());
    }
    for (Path path : ExampleFile.files("refusals", ".yaml")) {
      used.add(path);
      new YAMLMapper()
          .readTree(Files.readString(path))
          .required("refusals")
          .forEach(r -> used.add(path.resolveSibling(r.required("file").asText())));
    }
    assertThat(ExampleFile.files("", ".yaml")).isNotEmpty().allMatch(used::contains);
  }

  private static String why(CaseResult result) {
    return result.failure().orElse("") + result.answer().map(a -> "\n" + a.text()).orElse("");
  }

  private static List<String> errors(NodeView view) {
    return Stream.concat(
            view.problems().stream(),
            view.statuses().stream().map(ObjectStatus::problems).flatMap(List::stream))
        .filter(Problem::isError)
        .map(p -> p.path() + ": " + p.message())
        .toList();
  }
}
