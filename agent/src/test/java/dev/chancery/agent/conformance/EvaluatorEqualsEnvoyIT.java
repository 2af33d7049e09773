package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.conformance.Fleet.Pod;
import dev.chancery.agent.conformance.Pairs.Difference;
import dev.chancery.agent.conformance.Pairs.Session;
import dev.chancery.agent.engines.ListedCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws policies and requests, and asks Envoy, the evaluator and cilium-envoy about each.
 *
 * <p>{@code chancery.seed} repeats a run; {@code chancery.rounds} is the number of policy sets.
 */
final class EvaluatorEqualsEnvoyIT {
  private static final int ROUNDS = Integer.getInteger("chancery.rounds", 100);
  private static final int SESSIONS = 14;
  private static final int REQUESTS = 5;

  /** At the least: a run of 100 rounds is 5,000 pairs. */
  private static final int PAIRS_A_ROUND = 50;

  private static final List<String> CLIENTS =
      Stream.concat(
              Fleet.PODS.stream().filter(p -> !p.equals(Fleet.MARKER)).map(Pod::ip),
              Fleet.STRANGERS.stream())
          .toList();

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

  /** What the other test builds on: what Envoy makes of each word, where everything is allowed. */
  @Test
  void everyWordIsMadeOfAsWritten() throws IOException {
    assertThat(node.enforce(List.of())).isEmpty();
    Pairs pairs = new Pairs(node);
    for (Wire wire : Wire.values()) {
      List<WireRequest> words =
          Vocabulary.everyWord().stream().filter(w -> w.speaks(wire)).toList();
      for (String client : List.of("127.99.0.1", Fleet.WEB.ip())) {
        pairs.play(
            new Session(wire, client, Fleet.CART, 8080, WireRequest.plain("GET", "/"), words));
      }
    }
    assertThat(pairs.differences()).isEmpty();
  }

  @Test
  void envoyDoesWhatTheEvaluatorSays() throws IOException {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    Draw draw = new Draw(seed);
    PolicyDraw policies = new PolicyDraw(draw);
    RequestDraw requests = new RequestDraw(draw);
    Pairs pairs = new Pairs(node);
    for (int round = 0; round < ROUNDS && pairs.differences().isEmpty(); round++) {
      List<Object> drawn = policies.policies();
      assertThat(node.enforce(drawn)).as("problems; seed %d", seed).isEmpty();
      assertThat(Invariants.broken(node.view()))
          .as("seed %d%n%s", seed, Manifests.yaml(drawn))
          .isEmpty();
      for (int i = 0; i < SESSIONS; i++) {
        pairs.play(interesting(draw, requests));
      }
      if (!pairs.differences().isEmpty()) {
        report(seed, drawn, pairs.differences().get(0));
      }
    }
    System.out.printf(
        "evaluator = Envoy = cilium-envoy: seed %d, %d pairs, %d of them of all three, by status %s;"
            + " known differences %s%n",
        seed, pairs.count(), pairs.ofThree(), pairs.outcomes(), pairs.explained());
    assertThat(pairs.differences()).as("seed %d", seed).isEmpty();
    assertThat(pairs.ofThree()).isGreaterThanOrEqualTo(ROUNDS * PAIRS_A_ROUND);
    assertThat(ListedCases.differences().keySet()).containsAll(pairs.explained().keySet());
    assertThat(pairs.outcomes()).containsKeys(Oracle.CLOSED, Oracle.SERVED, Oracle.DENIED, 400);
  }

  /** Most sessions are such that rules are asked about requests. */
  private static Session interesting(Draw draw, RequestDraw requests) {
    Session session = session(draw, requests);
    for (int i = 0; i < 4 && draw.percent(90) && !isFiltered(session); i++) {
      session = session(draw, requests);
    }
    return session;
  }

  private static boolean isFiltered(Session session) {
    return new Oracle(node.view(), session.client(), session.server(), session.port()).isFiltered();
  }

  private static Session session(Draw draw, RequestDraw requests) {
    Wire wire = draw.percent(15) ? Wire.HTTP_2 : Wire.HTTP_1;
    return new Session(
        wire,
        draw.of(CLIENTS),
        draw.of(Fleet.SERVERS),
        draw.of(Fleet.PORTS),
        requests.opener(),
        draw.times(REQUESTS, requests::request).stream().filter(r -> r.speaks(wire)).toList());
  }

  private static void report(long seed, List<Object> policies, Difference found)
      throws IOException {
    System.out.printf("seed %d, %s%n", seed, found);
    System.out.printf("under%n%s", Manifests.yaml(policies));
    System.out.printf("and still: %s", new Shrinker(node).shrink(policies, found));
  }
}
