package dev.chancery.flows.decode;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.Policy;
import java.util.List;

/**
 * The policies that decided about a record.
 *
 * @param matchType how a connection was matched, as Cilium numbers it: 0 not at all, 1 by peer, 2
 *     by peer and port, 3 by port, 4 everything is allowed, 5 by peer and protocol
 */
public record PolicyAttribution(
    List<Policy> egressAllowedBy,
    List<Policy> ingressAllowedBy,
    List<Policy> egressDeniedBy,
    List<Policy> ingressDeniedBy,
    int matchType) {
  public static final PolicyAttribution NONE =
      new PolicyAttribution(List.of(), List.of(), List.of(), List.of(), 0);

  public PolicyAttribution {
    egressAllowedBy = List.copyOf(egressAllowedBy);
    ingressAllowedBy = List.copyOf(ingressAllowedBy);
    egressDeniedBy = List.copyOf(egressDeniedBy);
    ingressDeniedBy = List.copyOf(ingressDeniedBy);
  }

  /** One direction, one answer. */
  public static PolicyAttribution of(
      boolean ingress, boolean denied, List<Policy> policies, int matchType) {
    List<Policy> none = List.of();
    return new PolicyAttribution(
        !ingress && !denied ? policies : none,
        ingress && !denied ? policies : none,
        !ingress && denied ? policies : none,
        ingress && denied ? policies : none,
        matchType);
  }

  void addTo(Flow.Builder flow) {
    flow.addAllEgressAllowedBy(egressAllowedBy)
        .addAllIngressAllowedBy(ingressAllowedBy)
        .addAllEgressDeniedBy(egressDeniedBy)
        .addAllIngressDeniedBy(ingressDeniedBy);
  }
}
