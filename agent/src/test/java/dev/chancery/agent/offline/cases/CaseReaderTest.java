package dev.chancery.agent.offline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Protocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseReaderTest {
  @Test
  void readsEveryField() {
    CaseFile file =
        read(
            """
            manifests: [cluster.yaml, more/policy.yaml]
            cases:
            - name: a ship may land
              from: tiefighter
              to: deathstar
              port: 80
              method: POST
              path: /v1/request-landing
              host: deathstar.default
              headers: {X-Token: "42", Accept: [a, b], X-Count: 7}
              expect: allow
              by: default/rule1
              direction: ingress
            - {from: tiefighter, to: dns/coredns, dns: api.example.test, expect: deny}
            - {from: tiefighter, to: world, port: 8/ICMP, expect: deny}
            """);

    assertThat(file.problems()).isEmpty();
    assertThat(file.manifestPaths())
        .containsExactly(Path.of("x/cluster.yaml"), Path.of("x/more/policy.yaml"));
    Case first = file.cases().get(0);
    assertThat(first.name()).isEqualTo("a ship may land");
    assertThat(first.location()).hasToString("x/cases.yaml:3");
    assertThat(first.expect()).isEqualTo(Case.Expectation.ALLOW);
    assertThat(first.by()).contains("default/rule1");
    assertThat(first.question().direction()).contains(Direction.INGRESS);
    assertThat(first.question().port()).isEqualTo(80);
    assertThat(first.question().protocol()).isEqualTo(Protocol.TCP);
    assertThat(first.question().http().orElseThrow().headers())
        .isEqualTo(
            Map.of("x-token", List.of("42"), "accept", List.of("a", "b"), "x-count", List.of("7")));
    Case query = file.cases().get(1);
    assertThat(query.name()).isEqualTo("tiefighter -> dns/coredns:53/UDP query api.example.test");
    assertThat(query.question().queriedName()).contains("api.example.test");
    assertThat(query.question().http()).isEmpty();
    Case ping = file.cases().get(2);
    assertThat(ping.question().protocol()).isEqualTo(Protocol.ICMP);
    assertThat(ping.question().port()).isEqualTo(8);
  }

  @Test
  void reportsAllProblemsAtOnceWithPathAndLine() {
    CaseFile file =
        read(
            """
            manifest: x
            cases:
            - from: a
              too: b
              port: 80
              expect: maybe
            - from: a
              to: b
              port: 99999
              expect: allow
              direction: sideways
            """);

    assertThat(file.problems().stream().map(CaseReaderTest::line))
        .containsExactly(
            "x/cases.yaml:1 manifest: unknown field (did you mean manifests?)",
            "x/cases.yaml:4 cases[0].too: unknown field (did you mean to?)",
            "x/cases.yaml:3 cases[0].to: missing (expected: [namespace/]pod, an address, or world"
                + " and the like)",
            "x/cases.yaml:6 cases[0].expect: maybe (expected: allow or deny)",
            "x/cases.yaml:9 cases[1].port: port: 99999 (expected: 1-65535, then /PROTOCOL)",
            "x/cases.yaml:11 cases[1].direction: sideways (expected: ingress or egress)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                            | no case
          {cases: []}                                                   | no case
          {cases: x}                                                    | expected: a list
          {cases: [x]}                                                  | expected: an object
          []                                                            | not an object
          {cases: [                                                     | not valid YAML
          {cases: [{from: a, to: b, expect: allow}]}                    | port
          {cases: [{from: a, to: b, port: 80}]}                         | allow or deny
          {cases: [{from: a, to: b, port: 80/SMTP, expect: deny}]}      | protocol: SMTP
          {cases: [{from: a, to: b, port: 256/ICMP, expect: deny}]}     | 0-255
          {cases: [{from: a, to: b, port: 0, expect: deny}]}            | 1-65535
          {cases: [{from: a, to: b, port: 80, method: GET, expect: deny}]} | path
          {cases: [{from: a, to: b, dns: x, path: /, expect: deny}]}    | beside dns
          {cases: [{from: a, from: c, to: b, port: 80, expect: deny}]}  | given twice
          {cases: [{from: 1, to: b, port: 80, expect: deny}]}           | expected: a string
          """)
  void refuses(String text, String message) {
    CaseFile file = read(text);
    assertThat(file.problems()).isNotEmpty();
    assertThat(file.problems().stream().map(CaseReaderTest::line))
        .anyMatch(l -> l.contains(message));
  }

  @Test
  void readsOneDocumentOnly() {
    assertThat(read("").problems()).hasSize(1);
    assertThat(read("cases: []\n---\ncases: []\n").problems()).hasSize(1);
  }

  @Test
  void pathOutsideAsciiIsReadAsBytes() {
    CaseFile file = read("cases: [{from: a, to: b, port: 80, path: /é, expect: deny}]");
    assertThat(file.cases().get(0).question().http().map(h -> h.path()))
        .isEqualTo(Optional.of("/\u00c3\u00a9"));
  }

  private static CaseFile read(String text) {
    return CaseReader.read("x/cases.yaml", text);
  }

  private static String line(Problem problem) {
    return problem.location() + " " + problem.path() + ": " + problem.message();
  }
}
