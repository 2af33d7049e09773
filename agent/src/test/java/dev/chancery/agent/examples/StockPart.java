package dev.chancery.agent.examples;

import dev.chancery.agent.offline.cases.Case;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.stock.StockLimits;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.Policy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What of an example the stock Envoy takes.
 *
 * @param refused policies that it would not enforce
 */
record StockPart(NodeView view, List<Policy> refused) {
  static StockPart of(NodeView view) {
    return new StockPart(
        view,
        view.world().policies().stream()
            .filter(p -> StockLimits.of(p).stream().anyMatch(Problem::isError))
            .toList());
  }

  boolean takes(Map<?, ?> manifest) {
    Map<?, ?> metadata = Objects.requireNonNull((Map<?, ?>) manifest.get("metadata"));
    return refused.stream()
        .map(Policy::ref)
        .noneMatch(
            r ->
                r.kind().equals(manifest.get("kind"))
                    && r.name().equals(metadata.get("name"))
                    && (r.namespace().isEmpty()
                        || r.namespace().equals(metadata.get("namespace"))));
  }

  /** Whether no end of a case is bound by a policy that is not there. */
  boolean isJudge(Case asked) {
    return Stream.of(asked.question().from(), asked.question().to())
        .flatMap(name -> Sent.pod(view, name).stream())
        .allMatch(
            pod ->
                refused.stream()
                    .flatMap(p -> p.rules().stream())
                    .noneMatch(r -> r.binds(pod.identity().labels())));
  }
}
