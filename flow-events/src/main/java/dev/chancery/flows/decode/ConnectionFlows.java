package dev.chancery.flows.decode;

import dev.chancery.accesslogs.ConnectionRecord;
import dev.chancery.api.flow.CiliumEventType;
import dev.chancery.api.flow.DropReason;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowType;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.api.flow.Verdict;

/**
 * Connections to L3/L4 flows: a denied one is a drop, an allowed one a policy verdict. Neither says
 * whether it is a reply, as with Cilium's own events of these types.
 */
final class ConnectionFlows {
  private static final int DROP_EVENT = 1;
  private static final int POLICY_VERDICT_EVENT = 5;

  private final EndpointLookup endpoints;
  private final FlowOrigin origin;

  ConnectionFlows(EndpointLookup endpoints, FlowOrigin origin) {
    this.endpoints = endpoints;
    this.origin = origin;
  }

  Flow decode(ConnectionRecord record, FlowContext context) {
    Flow.Builder flow =
        origin
            .newFlow()
            .setTime(Timestamps.of(context.time()))
            .setType(FlowType.L3_L4)
            .setTrafficDirection(
                record.ingress() ? TrafficDirection.INGRESS : TrafficDirection.EGRESS);
    if (record.denied()) {
      setDropped(flow);
    } else {
      flow.setVerdict(Verdict.FORWARDED)
          .setEventType(CiliumEventType.newBuilder().setType(POLICY_VERDICT_EVENT))
          .setPolicyMatchType(context.policies().matchType());
    }
    Addressing addressing = Addressing.ofRequest(record.source(), record.destination(), 0, 0);
    addressing.addTo(flow, endpoints);
    addressing.addSyn(flow);
    context.policies().addTo(flow);
    Summaries.set(flow, "TCP Flags: SYN");
    return flow.build();
  }

  /** The number of the reason has its own, deprecated field, which the CLI still reads. */
  @SuppressWarnings("deprecation")
  private static void setDropped(Flow.Builder flow) {
    DropReason reason = DropReason.POLICY_DENIED;
    flow.setVerdict(Verdict.DROPPED)
        .setDropReason(reason.getNumber())
        .setDropReasonDesc(reason)
        .setEventType(
            CiliumEventType.newBuilder().setType(DROP_EVENT).setSubType(reason.getNumber()));
  }
}
