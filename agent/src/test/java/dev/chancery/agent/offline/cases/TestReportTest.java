package dev.chancery.agent.offline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class TestReportTest {
  private static final String PASSES =
      "- {name: may land, from: tiefighter, to: deathstar, port: 8080, expect: allow}\n";
  private static final String FAILS =
      "- {name: \"x < y \\u0001\", from: xwing, to: deathstar, port: 8080, expect: allow}\n";

  @TempDir Path folder;

  @BeforeEach
  void manifests() throws IOException {
    Path examples = Path.of(System.getProperty("chancery.root"), "examples/star-wars");
    for (String file : List.of("cluster.yaml", "rule1-l7.yaml", "broken.yaml")) {
      Files.copy(examples.resolve(file), folder.resolve(file));
    }
  }

  @Test
  void manifestThatIsNotThereIsAMistakeOfItsFileAlone() {
    var file = new CaseFile("t/cases.yaml", List.of("nowhere.yaml"), List.of(), List.of());
    FileRun run = FileRun.of(file, List.of(), Settings.DEFAULTS);

    assertThat(run.mistakes())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.path()).isEqualTo("manifests");
              assertThat(p.location().file()).isEqualTo("t/cases.yaml");
              assertThat(p.message()).contains("nowhere.yaml").contains("no such file");
            });
    assertThat(JUnitReport.of(new TestReport(List.of(run)))).contains("nowhere.yaml");
  }

  @Test
  void allPassed() throws IOException {
    TestReport report = report(run("a.yaml", PASSES));
    assertThat(report.exitCode()).isZero();
    assertThat(report.text()).isEqualTo("1 passed, 0 failed\n");
  }

  @Test
  void failureIsShownWithItsExplanation() throws IOException {
    TestReport report = report(run("a.yaml", PASSES + FAILS));
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.text())
        .startsWith("FAILED  x < y")
        .contains("a.yaml:4\n  expected allow, got deny\n  DENIED  xwing -> deathstar:8080/TCP\n")
        .contains("peer: default/xwing (expected:")
        .endsWith("1 passed, 1 failed\n");
    assertThat(report.json().at("/files/0/cases/1/answer/ingress/level").asText()).isEqualTo("L3");
  }

  @Test
  void mistakesAreAllReportedAndNothingIsRun() throws IOException {
    TestReport report =
        report(
            run(
                "a.yaml",
                PASSES + "- {from: xwin, to: deathstar, port: 80, expect: deny, by: x}\n"),
            run("b.yaml", PASSES));
    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.text())
        .contains("a.yaml:4  cases[1].from\n  xwin: no such pod", "a.yaml:4  cases[1].by\n")
        .endsWith("1 passed, 0 failed, 1 file not run\n");
  }

  @Test
  void refusedManifestsFail() throws IOException {
    TestReport report = report(runWith("a.yaml", "[cluster.yaml, broken.yaml]", PASSES));
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.text()).contains("refused  ", "broken.yaml:");
  }

  @Test
  void junitReportIsWellFormedWhateverNamesSay() throws Exception {
    String xml =
        JUnitReport.of(
            report(
                run("a.yaml", PASSES + FAILS),
                run("b.yaml", "- {from: xwin, to: deathstar, port: 80, expect: deny}\n")));
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement();

    assertThat(root.getAttribute("tests")).isEqualTo("3");
    assertThat(root.getAttribute("failures")).isEqualTo("1");
    assertThat(root.getAttribute("errors")).isEqualTo("1");
    var cases = root.getElementsByTagName("testcase");
    assertThat(cases.getLength()).isEqualTo(3);
    var failed = (Element) cases.item(1);
    assertThat(failed.getAttribute("name")).isEqualTo("x < y ?");
    assertThat(failed.getElementsByTagName("failure").item(0).getTextContent()).contains("DENIED");
    var error = (Element) root.getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("message")).contains("cases[0].from: xwin: no such pod");
  }

  private FileRun run(String name, String cases) throws IOException {
    return runWith(name, "[cluster.yaml, rule1-l7.yaml]", cases);
  }

  private FileRun runWith(String name, String manifests, String cases) throws IOException {
    String file = folder.resolve(name).toString();
    CaseFile read = CaseReader.read(file, "manifests: " + manifests + "\ncases:\n" + cases);
    assertThat(read.problems()).isEmpty();
    return FileRun.of(read, List.of(), Settings.DEFAULTS.with(DataPlane.NONE));
  }

  private static TestReport report(FileRun... runs) {
    return new TestReport(List.of(runs));
  }
}
