package dev.chancery.agent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.agent.engines.CiliumEngine;
import dev.chancery.agent.engines.CiliumProxies;
import dev.chancery.agent.engines.EvaluatorEngine;
import dev.chancery.agent.engines.KnownDifference;
import dev.chancery.agent.engines.ListedCases;
import dev.chancery.agent.engines.Outcome;
import dev.chancery.agent.engines.Traffic;
import dev.chancery.agent.offline.LearntNames;
import dev.chancery.agent.offline.cases.Case;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.model.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Puts every example's cases to cilium-envoy and its datapath, in each release. What is not as the
 * evaluator has it is listed in {@code docs/data-planes.md}, and what is listed there is so.
 */
final class CiliumExamplesTest {
  /** So many cases are judged, times the proxies; a case that no longer is has to be noticed. */
  private static final int JUDGED = 261;

  private final Map<String, Integer> left = new TreeMap<>();
  private final Map<String, String> differing = new TreeMap<>();
  private final Set<String> wrong = new TreeSet<>();
  private int judged;

  @Test
  void everyCaseIsDecidedAsExpected() throws IOException {
    for (Path path : ExampleFile.all()) {
      ExampleFile file = ExampleFile.read(path);
      for (CiliumProxies proxy : CiliumProxies.values()) {
        judge(file, proxy);
      }
    }
    assertThat(
            Stream.concat(
                    Arrays.stream(KnownDifference.values()).map(KnownDifference::id),
                    Stream.of("proxy-headers", "secrets"))
                .toList())
        .containsExactlyInAnyOrderElementsOf(ListedCases.differences().keySet());
    System.out.printf(
        "examples: %d verdicts of cilium-envoy and its datapath; left to others %s%n",
        judged, left);
    assertThat(wrong).isEmpty();
    assertThat(differing).isEqualTo(ListedCases.cases());
    assertThat(judged).isGreaterThanOrEqualTo(JUDGED * CiliumProxies.values().length);
  }

  private void judge(ExampleFile file, CiliumProxies proxy) throws IOException {
    NodeView view = taken(file);
    Set<String> taken =
        view.world().policies().stream().map(p -> p.ref().key()).collect(Collectors.toSet());
    List<Policy> refused =
        file.view().world().policies().stream()
            .filter(p -> !taken.contains(p.ref().key()))
            .toList();
    StockPart part = new StockPart(file.view(), refused);
    CiliumEngine cilium = proxy.engine(view);
    EvaluatorEngine evaluator = new EvaluatorEngine(file.view(), proxy.manager());
    assertThat(cilium.violations()).as("%s, %s", file.name(), cilium.name()).isEmpty();
    for (Case asked : file.cases().cases()) {
      if (asked.question().queriedName().isPresent()) {
        left.merge("a DNS query", 1, Integer::sum);
      } else if (!part.isJudge(asked)) {
        left.merge("under a policy that cilium-envoy refuses", 1, Integer::sum);
      } else {
        Traffic traffic = Traffic.of(file.view(), asked.question());
        compare(file, asked, evaluator.outcome(traffic), cilium.outcome(traffic), cilium.name());
      }
    }
  }

  /** With the policies that cilium-envoy enforces. */
  private static NodeView taken(ExampleFile file) throws IOException {
    return LearntNames.learn(
        ExampleFile.view(file.cases().manifestPaths(), DataPlane.CILIUM_ENVOY),
        file.view().world().names());
  }

  private void compare(
      ExampleFile file, Case asked, Outcome evaluator, Outcome cilium, String proxy) {
    judged++;
    String name = file.name() + ": " + asked.name();
    if (evaluator.equals(cilium) && isExpected(asked, cilium)) {
      return;
    }
    if (evaluator.allowed() != cilium.allowed() || !isExpected(asked, cilium)) {
      wrong.add(
          "%s: %s: evaluator %s, %s %s"
              .formatted(name, asked.question().text(), evaluator, proxy, cilium));
      return;
    }
    KnownDifference.between(cilium, evaluator)
        .ifPresentOrElse(
            d -> differing.put(name, d.id()),
            () -> wrong.add("%s: evaluator %s, %s %s".formatted(name, evaluator, proxy, cilium)));
  }

  private static boolean isExpected(Case asked, Outcome outcome) {
    return (asked.expect() == Case.Expectation.ALLOW) == outcome.allowed();
  }
}
