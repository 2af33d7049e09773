package dev.chancery.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.engines.CiliumEngine;
import dev.chancery.agent.engines.CiliumProxies;
import dev.chancery.agent.engines.EvaluatorEngine;
import dev.chancery.agent.engines.KnownDifference;
import dev.chancery.agent.engines.Outcome;
import dev.chancery.agent.engines.Traffic;
import dev.chancery.agent.offline.End;
import dev.chancery.agent.offline.ManifestArguments;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws policies and requests of which the stock Envoy is no judge: edits of headers, changes of
 * protocol, names in a TLS hello. What the server sees of a request is compared too.
 */
final class EvaluatorEqualsCiliumTest {
  private static final int ROUNDS = Integer.getInteger("chancery.rounds", 60);
  private static final int REQUESTS = 40;
  private static final int PAIRS_A_ROUND = 100;

  /** The node itself, two that are no pods, and pods. */
  private static final List<String> CLIENTS =
      List.of("127.0.0.1", "127.99.0.1", "127.99.1.7", "127.40.1.1", "127.40.1.2", "127.40.1.3");

  @TempDir private Path dir;

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());
  private final Draw draw = new Draw(seed);
  private final PolicyDraw policies = new PolicyDraw(draw);
  private final RequestDraw requests = new RequestDraw(draw);
  private final WiderRules wider = new WiderRules(draw);
  private final Map<Integer, Integer> outcomes = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int pairs;
  private int edited;

  @Test
  void ciliumEnvoyDoesWhatTheEvaluatorSays() throws IOException {
    System.out.println("EvaluatorEqualsCiliumTest: -Dchancery.seed=" + seed);
    for (int round = 0; round < ROUNDS && wrong.isEmpty(); round++) {
      List<Object> drawn = policies.policies().stream().map(wider::in).toList();
      play(view(drawn), CiliumProxies.values()[round % CiliumProxies.values().length]);
      if (!wrong.isEmpty()) {
        System.out.println(Manifests.yaml(drawn));
      }
    }
    System.out.printf(
        "evaluator = cilium-envoy: %d pairs, %d with edits, by status %s%n",
        pairs, edited, outcomes);
    assertThat(wrong).as("seed %d", seed).isEmpty();
    assertThat(pairs).isGreaterThanOrEqualTo(ROUNDS * PAIRS_A_ROUND);
    assertThat(edited).isPositive();
    assertThat(outcomes).containsKeys(Outcome.CLOSED, Outcome.PASSED, Outcome.DENIED);
  }

  /** Without those policies that the language does not have. */
  private NodeView view(List<Object> drawn) throws IOException {
    List<Object> all = new ArrayList<>(Fleet.manifests());
    all.addAll(drawn);
    Path file = Files.writeString(dir.resolve("all.yaml"), Manifests.yaml(all));
    return NodeState.empty(Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY))
        .next(ManifestArguments.read(List.of(file)))
        .view();
  }

  private void play(NodeView view, CiliumProxies proxy) {
    CiliumEngine cilium = proxy.engine(view);
    EvaluatorEngine evaluator = new EvaluatorEngine(view, proxy.manager());
    assertThat(cilium.violations()).isEmpty();
    for (String client : CLIENTS) {
      for (int i = 0; i < REQUESTS; i++) {
        Traffic traffic = traffic(view, client);
        check(traffic, evaluator.outcome(traffic), cilium.outcome(traffic), cilium.name());
      }
    }
  }

  private void check(Traffic traffic, Outcome evaluator, Outcome cilium, String proxy) {
    pairs++;
    outcomes.merge(cilium.status(), 1, Integer::sum);
    if (cilium.proxied() && cilium.allowed() && seen(cilium).containsKey("x-added")) {
      edited++;
    }
    boolean same = evaluator.status() == cilium.status() && seen(evaluator).equals(seen(cilium));
    boolean explained =
        evaluator.allowed() == cilium.allowed()
            && !cilium.allowed()
            && KnownDifference.between(cilium, evaluator).isPresent();
    if (!same && !explained) {
      wrong.add(
          "%s -> %s:%d %s%n  evaluator %s%n  %s %s"
              .formatted(
                  traffic.from().name(),
                  traffic.to().name(),
                  traffic.port(),
                  traffic.http(),
                  evaluator,
                  proxy,
                  cilium));
    }
  }

  /** A rule that stands in a list twice adds its value once or twice: that is left out. */
  private static Map<String, String> seen(Outcome outcome) {
    Map<String, String> joined = new TreeMap<>();
    outcome
        .seen()
        .ifPresent(
            h ->
                h.headers()
                    .forEach(
                        (n, values) ->
                            joined.put(n, String.join(",", new LinkedHashSet<>(values)))));
    return joined;
  }

  private Traffic traffic(NodeView view, String client) {
    WireRequest request = requests.request();
    Map<String, List<String>> headers = new HashMap<>();
    request
        .fields()
        .forEach(
            f -> headers.computeIfAbsent(f.getKey(), n -> new ArrayList<>()).add(f.getValue()));
    if (draw.percent(30)) {
      headers.put(draw.of(List.of("x-replaced", "x-gone")), List.of(draw.of(List.of("7", "42"))));
    }
    if (draw.percent(15)) {
      headers.put("upgrade", List.of("websocket"));
      headers.put("connection", List.of(draw.percent(80) ? "Upgrade" : "close"));
    }
    return new Traffic(
        End.find(view, client),
        End.find(view, draw.of(Fleet.SERVERS).ip()),
        Protocol.TCP,
        draw.of(Fleet.PORTS),
        Optional.empty(),
        Optional.of(
            new Request.Http(
                request.method(), request.target().raw(), request.authority(), headers)),
        Optional.empty());
  }
}
