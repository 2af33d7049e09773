package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.QuestionReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code policy test} says of each path beside what a real Envoy does with it. */
final class ForwardedPathIT {
  private static final String CLIENT = "127.99.0.1";
  @TempDir static Path dir;
  private static ConformanceNode node;

  @BeforeAll
  static void start() throws IOException {
    node = ConformanceNode.start(dir);
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  @Test
  void pathsAreJudgedAsEnvoyJudgesThem() throws IOException {
    List<String> rows = rows();
    assertThat(node.enforce(List.of(PublicOnly.policy("cart", "ingress", Map.of("path", "/a")))))
        .isEmpty();
    for (String row : rows) {
      String sent = row.substring(0, row.lastIndexOf('|'));
      assertThat(ask(sent).status() == 200).as(sent).isEqualTo(isAllowed(sent));
    }
    System.out.println("paths: " + rows.size() + " rows");
  }

  @Test
  void eachFormIsTheOneThatEnvoyForwards() throws IOException {
    assertThat(node.enforce(List.of(PublicOnly.policy("cart", "ingress", Map.of())))).isEmpty();
    var application = node.application(Fleet.CART, 8080);
    for (String row : rows()) {
      String sent = row.substring(0, row.lastIndexOf('|'));
      String made = row.substring(row.lastIndexOf('|') + 1);
      int before = application.requests();
      RawConnection.Answer answer = ask(sent);
      if (made.startsWith("/")) {
        assertThat(application.heads().subList(before, application.requests()))
            .as(sent)
            .singleElement()
            .satisfies(head -> assertThat(head).startsWith("GET " + made + " HTTP/1.1"));
        continue;
      }
      assertThat(application.requests()).as(sent).isEqualTo(before);
      if (made.startsWith("307 ")) {
        assertThat(answer.status()).as(sent).isEqualTo(307);
        assertThat(answer.headers()).as(sent).contains("\nlocation: " + made.substring(4) + "\n");
      } else {
        // As the first bytes of a connection it may be no HTTP, and then nothing allows it.
        assertThat(answer.status()).as(sent).isIn(0, 400);
      }
    }
  }

  private static List<String> rows() throws IOException {
    try (var in = Answer.class.getResourceAsStream("forwarded-paths.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().toList();
    }
  }

  private static boolean isAllowed(String path) {
    var question =
        QuestionReader.read(CLIENT, "shop/cart", "8080", "GET", path, "good", List.of(), null);
    return Answer.of(node.view(), question).allowed();
  }

  private static RawConnection.Answer ask(String path) throws IOException {
    try (var connection = RawConnection.open(CLIENT, ConformanceNode.address(Fleet.CART, 8080))) {
      return connection.send(PublicOnly.get(path, "")).answer(true);
    }
  }
}
