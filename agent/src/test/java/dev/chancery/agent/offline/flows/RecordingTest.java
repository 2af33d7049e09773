package dev.chancery.agent.offline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.offline.cases.Case;
import dev.chancery.agent.offline.cases.CaseFile;
import dev.chancery.agent.offline.cases.CaseReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private static final String LINE =
      "{\"flow\":{\"verdict\":\"%s\",\"Type\":\"L7\",\"source\":{\"namespace\":\"shop\",\"pod_name\":\"web\"},"
          + "\"destination\":{\"namespace\":\"shop\",\"pod_name\":\"api\"},\"traffic_direction\":\"INGRESS\","
          + "\"l4\":{\"TCP\":{\"source_port\":%d,\"destination_port\":80}},"
          + "\"l7\":{\"type\":\"REQUEST\",\"http\":{\"method\":\"GET\",\"url\":\"http://api%s\",\"headers\":["
          + "{\"key\":\"X-Request-Id\",\"value\":\"%d\"},{\"key\":\"X-Token\",\"value\":\"%s\"},"
          + "{\"key\":\"Authorization\",\"value\":\"Basic s3cret\"}]}}}}";

  @TempDir Path folder;

  @Test
  void writesEachRequestOnceInAStableOrder() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add(LINE.formatted("FORWARDED", 4000 + i, "/b", i, "42"));
      lines.add(LINE.formatted("DROPPED", 4000 + i, "/a", i, "42"));
    }
    String first = record(lines).yaml();
    Collections.reverse(lines);

    assertThat(record(lines).yaml()).isEqualTo(first);
    assertThat(first)
        .isEqualTo(
            """
            # Recorded verdicts. Add the manifests: see docs/policy-tests.md
            cases:
            # header authorization is left out: it may be a secret
            - from: shop/web
              to: shop/api
              port: 80/TCP
              method: GET
              path: /a
              host: api
              headers:
                x-token:
                - "42"
              direction: ingress
              expect: deny
            # header authorization is left out: it may be a secret
            - from: shop/web
              to: shop/api
              port: 80/TCP
              method: GET
              path: /b
              host: api
              headers:
                x-token:
                - "42"
              direction: ingress
              expect: allow
            """);
  }

  @Test
  void whatIsWrittenCanBeRead() throws IOException {
    String yaml =
        record(List.of(LINE.formatted("FORWARDED", 1, "/caf\u00e9?x=1#'\\\\\\\"", 1, "a: b")))
            .yaml();
    CaseFile file = CaseReader.read("cases.yaml", yaml);

    assertThat(file.problems()).isEmpty();
    Case read = file.cases().get(0);
    assertThat(read.expect()).isEqualTo(Case.Expectation.ALLOW);
    assertThat(read.question().http().orElseThrow().headers())
        .isEqualTo(Map.of("x-token", List.of("a: b")));
    assertThat(read.question().http().orElseThrow().path()).isEqualTo("/caf\u00c3\u00a9?x=1#'\\\"");
  }

  @Test
  void redactedValuesAndSecretsAreLeftOutWithAComment() throws IOException {
    String yaml = record(List.of(LINE.formatted("FORWARDED", 1, "/", 1, "HUBBLE_REDACTED"))).yaml();

    assertThat(yaml)
        .contains("header x-token is left out: its value is redacted")
        .doesNotContain("HUBBLE_REDACTED", "s3cret");
  }

  @Test
  void lastVerdictCountsAndTheOtherIsMentioned() throws IOException {
    String yaml =
        record(
                List.of(
                    LINE.formatted("FORWARDED", 1, "/", 1, "42"),
                    LINE.formatted("DROPPED", 2, "/", 2, "42")))
            .yaml();
    assertThat(yaml)
        .contains("expect: deny", "recorded with the other verdict before")
        .doesNotContain("expect: allow");
  }

  @Test
  void linesThatAreNoFlowsAreCounted() throws IOException {
    Recording recording = record(List.of("nonsense"));
    assertThat(recording.isComplete()).isFalse();
    assertThat(recording.summary()).contains("0 cases", "1 lines are no flows");
    assertThat(recording.yaml()).endsWith("cases: []\n");
  }

  private Recording record(List<String> lines) throws IOException {
    Path file = folder.resolve("flows.jsonl");
    Files.write(file, lines);
    return Recording.of(FlowFiles.read(List.of(file)));
  }
}
