package dev.chancery.flows.print;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.Policy;
import dev.chancery.api.flow.TrafficDirection;
import java.util.List;
import java.util.stream.Collectors;

/** The verdict column. */
final class VerdictText {
  private final Palette palette;
  private final boolean policies;

  VerdictText(Palette palette, boolean policies) {
    this.palette = palette;
    this.policies = policies;
  }

  String of(Flow flow) {
    boolean byPolicy = flow.getEventType().getType() == EventNames.POLICY_VERDICT;
    String name = EnumText.of(flow.getVerdict(), flow.getVerdictValue());
    return switch (flow.getVerdict()) {
      case FORWARDED, REDIRECTED -> palette.green(byPolicy ? "ALLOWED" + allowedBy(flow) : name);
      case DROPPED, ERROR -> palette.red(byPolicy ? "DENIED" + deniedBy(flow) : name);
      case AUDIT -> palette.yellow(byPolicy ? "AUDITED" : name);
      case TRACED, TRANSLATED -> palette.yellow(name);
      default -> name;
    };
  }

  private String allowedBy(Flow flow) {
    return by(
        flow.getTrafficDirection(), flow.getIngressAllowedByList(), flow.getEgressAllowedByList());
  }

  private String deniedBy(Flow flow) {
    return by(
        flow.getTrafficDirection(), flow.getIngressDeniedByList(), flow.getEgressDeniedByList());
  }

  private String by(TrafficDirection direction, List<Policy> ingress, List<Policy> egress) {
    if (!policies) {
      return "";
    }
    return switch (direction) {
      case INGRESS -> names(ingress);
      case EGRESS -> names(egress);
      default -> "";
    };
  }

  /** Policies without a name or a kind are left out. */
  private static String names(List<Policy> policies) {
    String names =
        policies.stream()
            .filter(policy -> !policy.getName().isEmpty() && !policy.getKind().isEmpty())
            .map(policy -> policy.getName() + " (" + policy.getKind() + ")")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " BY " + names;
  }
}
