package dev.chancery.agent.offline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.policy.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaseRunnerTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("chancery.root"), "examples/star-wars");

  private NodeView view;

  @BeforeEach
  void read() throws IOException {
    view =
        NodeState.empty(Settings.DEFAULTS)
            .next(
                ManifestArguments.read(
                    List.of(EXAMPLES.resolve("cluster.yaml"), EXAMPLES.resolve("rule1-l7.yaml"))))
            .view();
  }

  @Test
  void passesWhatIsDecidedAsExpectedByTheRuleExpected() {
    assertThat(failure("expect: allow")).isEmpty();
    assertThat(failure("expect: allow, by: default/rule1")).isEmpty();
    assertThat(failure("expect: allow, by: \"default/rule1:spec.ingress[0]\"")).isEmpty();
    assertThat(failure("expect: allow, direction: ingress")).isEmpty();
    assertThat(failure("expect: allow, direction: egress")).isEmpty();
  }

  @Test
  void failsWhatIsDecidedOtherwise() {
    assertThat(failure("expect: deny")).isEqualTo("expected deny, got allow");
  }

  @Test
  void failsWhatAnotherRuleDecides() {
    assertThat(failure("expect: allow, by: \"default/rule1:spec.ingress[1]\""))
        .isEqualTo(
            "expected to be decided by default/rule1:spec.ingress[1], is by"
                + " default/rule1:spec.ingress[0].toPorts[0].rules.http[0]");
    assertThat(failure("expect: allow, by: \"default/rule1:spec.in\"")).isNotEmpty();
    assertThat(failure("expect: allow, by: default/rule1, direction: egress"))
        .endsWith("is by no rule");
  }

  @Test
  void podsAndPoliciesThatDoNotExistAreProblemsWithAPath() {
    CaseFile file =
        CaseReader.read(
            "cases.yaml",
            """
            cases:
            - {from: tiefigther, to: deathstar, port: 80, expect: deny}
            - {from: xwing, to: deathstar, port: 80, expect: deny, by: default/rule2}
            - {from: world, to: xwing, port: 80, expect: deny, direction: egress}
            - {from: world, to: host, port: 80, expect: deny}
            """);

    assertThat(CaseRunner.problems(view, file).stream().map(CaseRunnerTest::line))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("cases.yaml:2 cases[0].from: tiefigther: no such pod"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "cases.yaml:3 cases[1].by: default/rule2: no such policy (did you mean"
                            + " default/rule1?)"),
            p -> assertThat(p).startsWith("cases.yaml:4 cases[2]: no policy can decide this"),
            p -> assertThat(p).startsWith("cases.yaml:5 cases[3]: no policy can decide this"));
  }

  @Test
  void whatEnvoyAnswersByItselfIsADenial() {
    assertThat(failure("/v1%2frequest-landing", "expect: deny")).isEmpty();
    assertThat(failure("/v1%2frequest-landing", "expect: allow"))
        .startsWith(
            "expected allow, got deny (Envoy answers 307 with location /v1/request-landing");
    assertThat(failure("/x/../v1/request-landing", "expect: allow")).isEmpty();
  }

  /** A request that is allowed, with this expectation. */
  private String failure(String expectation) {
    return failure("/v1/request-landing", expectation);
  }

  private String failure(String path, String expectation) {
    CaseFile file =
        CaseReader.read(
            "cases.yaml",
            "cases: [{from: tiefighter, to: deathstar, port: 8080, method: POST,"
                + " path: "
                + path
                + ", "
                + expectation
                + "}]");
    assertThat(file.problems()).isEmpty();
    assertThat(CaseRunner.problems(view, file)).isEmpty();
    return CaseRunner.run(view, file).get(0).failure().orElse("");
  }

  private static String line(Problem problem) {
    return problem.location() + " " + problem.path() + ": " + problem.message();
  }
}
