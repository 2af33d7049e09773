package dev.chancery.agent.visibility;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.flows.decode.EndpointLookup;
import dev.chancery.flows.decode.FlowEndpoint;
import dev.chancery.flows.decode.FlowEndpoint.FlowWorkload;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.world.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** Names and identities of addresses, as they are in force when asked. */
public final class NodeEndpoints implements EndpointLookup {
  private final Supplier<NodeView> views;

  public NodeEndpoints(Supplier<NodeView> views) {
    this.views = views;
  }

  @Override
  public FlowEndpoint endpoint(InetSocketAddress address, long identity) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      return FlowEndpoint.ofIdentity(identity);
    }
    NodeView view = views.get();
    return view.endpoint(ip)
        .map(e -> of(e, view.world().cluster()))
        .orElseGet(() -> of(view.resolution().ipCache().identity(ip)));
  }

  private static FlowEndpoint of(Endpoint endpoint, String cluster) {
    return new FlowEndpoint(
        endpoint.id(),
        endpoint.identity().number(),
        endpoint.namespace(),
        endpoint.identity().labels().texts(),
        endpoint.podName(),
        endpoint.workload().map(w -> new FlowWorkload(w.name(), w.kind())).stream().toList(),
        cluster);
  }

  private static FlowEndpoint of(Identity identity) {
    return new FlowEndpoint(0, identity.number(), "", identity.labels().texts(), "", List.of(), "");
  }
}
