package dev.chancery.agent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.chancery.agent.conformance.ConformanceNode;
import dev.chancery.agent.conformance.RawConnection;
import dev.chancery.agent.offline.cases.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends every example's cases through a real Envoy, as far as it sees such traffic in the explicit
 * mode, and prints what was sent and what was not.
 */
final class ExamplesIT {
  private static final Sent.Outcome REFUSED =
      new Sent.Outcome.Kept("under a policy that the stock Envoy refuses");
  private static final ObjectReader YAML = new YAMLMapper().readerFor(Object.class);

  /** Of all cases those that go through Envoy; a case that no longer does has to be noticed. */
  private static final int SENT_AT_LEAST = 179;

  private static int allSent;

  @TempDir Path dir;

  static List<Path> caseFiles() throws IOException {
    return ExampleFile.all();
  }

  @AfterAll
  static void asManyAreSentAsEver() {
    System.out.printf("examples: %d cases through Envoy in all%n", allSent);
    assertThat(allSent).isGreaterThanOrEqualTo(SENT_AT_LEAST);
  }

  @ParameterizedTest
  @MethodSource("caseFiles")
  void envoyAnswersAsTheCasesExpect(Path path) throws IOException {
    ExampleFile file = ExampleFile.read(path);
    List<Map<?, ?>> objects = objects(file.cases().manifestPaths());
    StockPart stock = StockPart.of(file.view());
    var policies = objects.stream().filter(ExamplesIT::isPolicy).filter(stock::takes).toList();
    var cluster = objects.stream().filter(o -> !isPolicy(o)).toList();
    Map<Integer, Integer> answers = new TreeMap<>();
    Map<String, Integer> kept = new TreeMap<>();
    try (ConformanceNode node = ConformanceNode.of(dir, cluster)) {
      assertThat(node.enforce(policies)).isEmpty();
      for (Case asked : file.cases().cases()) {
        Sent.Outcome outcome = stock.isJudge(asked) ? Sent.of(file.view(), asked) : REFUSED;
        if (outcome instanceof Sent.Outcome.Send send) {
          check(node, asked, send.sent());
          answers.merge(send.sent().status(), 1, Integer::sum);
          allSent++;
        } else if (outcome instanceof Sent.Outcome.Kept reason) {
          kept.merge(reason.reason(), 1, Integer::sum);
        }
      }
    }
    System.out.printf(
        "%s: through Envoy, by status %s; left to the evaluator %s%n", file.name(), answers, kept);
    assertThat(answers).as("something can be sent").isNotEmpty();
  }

  private static void check(ConformanceNode node, Case asked, Sent sent) throws IOException {
    boolean connects = sent.status() == 200 || asked.question().http().isEmpty();
    assertThat(asked.expect() == Case.Expectation.ALLOW)
        .as("%s", asked.name())
        .isEqualTo(connects && sent.status() != 0);
    int before = node.reached();
    try (var connection = RawConnection.open(sent.from(), sent.to())) {
      RawConnection.Answer answer =
          connection.send(sent.bytes()).answer(!sent.request().method().equals("HEAD"));
      assertThat(answer.status()).as("%s: %s", asked.name(), sent).isEqualTo(sent.status());
    }
    assertThat(node.reached() - before)
        .as("%s: reached the application", asked.name())
        .isEqualTo(sent.status() == 200 ? 1 : 0);
  }

  private static boolean isPolicy(Map<?, ?> object) {
    return String.valueOf(object.get("kind")).endsWith("Policy");
  }

  private static List<Map<?, ?>> objects(List<Path> paths) throws IOException {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Path path : paths) {
      try (MappingIterator<Map<?, ?>> documents = YAML.readValues(Files.readString(path))) {
        objects.addAll(documents.readAll());
      }
    }
    return objects;
  }
}
