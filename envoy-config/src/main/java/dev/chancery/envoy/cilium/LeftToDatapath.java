package dev.chancery.envoy.cilium;

import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a policy never reaches a cilium-envoy: rules about peers and ports alone, to which no
 * redirect leads. Whoever owns the datapath enforces them, or nobody does.
 */
public final class LeftToDatapath {
  private static final int NAMED = 3;

  private LeftToDatapath() {}

  /** One warning that names the first of these rules; empty where a proxy sees all of them. */
  public static Optional<Problem> of(Policy policy) {
    List<Provenance> left =
        policy.rules().stream()
            .flatMap(rule -> rule.elements().stream())
            .flatMap(element -> element.ports().stream())
            .filter(LeftToDatapath::isLeft)
            .map(PortRule::origin)
            .distinct()
            .toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(warning(left));
  }

  private static boolean isLeft(PortRule rule) {
    boolean redirects =
        rule.l7() instanceof L7Spec.Http
            || rule.l7() instanceof L7Spec.Unenforced
            || !rule.connection().isNone();
    return !redirects && !rule.ports().isEmpty();
  }

  private static Problem warning(List<Provenance> left) {
    Provenance first = left.get(0);
    String paths =
        left.stream().limit(NAMED).map(Provenance::path).collect(Collectors.joining(", "))
            + (left.size() > NAMED ? " and " + (left.size() - NAMED) + " more" : "");
    return Problem.warning(
        WarningCode.LEFT_TO_DATAPATH.text(),
        first.path(),
        first.location(),
        "left to the datapath, which Chancery does not program: "
            + paths
            + " (peers and ports alone: no redirect leads to the proxy)");
  }
}
