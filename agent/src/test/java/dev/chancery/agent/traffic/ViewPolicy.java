package dev.chancery.agent.traffic;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.map.MapEntries;
import dev.chancery.policy.map.MapLookup;
import dev.chancery.policy.map.MapVerdict;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options;
import dev.chancery.testproxy.traffic.L4Policy;
import dev.chancery.testproxy.traffic.Passage;
import dev.chancery.testproxy.traffic.Way;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The kernel's map as Cilium's own datapath would have it for what an agent has in force: entries
 * of the endpoint's policy, looked up by the peer's identity.
 */
public final class ViewPolicy implements L4Policy {
  private final Supplier<NodeView> view;
  private final Options options;

  public ViewPolicy(Supplier<NodeView> view, Options options) {
    this.view = view;
    this.options = options;
  }

  @Override
  public Verdict judge(Way way, Passage passage, boolean isAnnounced) {
    NodeView now = view.get();
    InetAddress source = passage.source().getAddress();
    InetAddress destination = passage.destination().getAddress();
    boolean isEgress = way == Way.EGRESS;
    int peer = now.resolution().ipCache().identity(isEgress ? destination : source).number();
    Optional<EndpointPolicy> policy =
        now.endpoint(isEgress ? source : destination)
            .map(Endpoint::key)
            .map(now.resolution().policies()::get);
    if (policy.isEmpty()) {
      return Verdict.DENY;
    }
    MapVerdict verdict =
        MapLookup.in(MapEntries.of(policy.get(), options))
            .decide(
                isEgress ? Direction.EGRESS : Direction.INGRESS,
                peer,
                Protocol.TCP,
                passage.destination().getPort());
    if (verdict.redirected()) {
      return Verdict.REDIRECT;
    }
    return verdict.allowed() ? Verdict.ALLOW : Verdict.DENY;
  }
}
