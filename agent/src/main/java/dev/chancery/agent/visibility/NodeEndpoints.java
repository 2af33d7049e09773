package dev.chancery.agent.visibility;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.flows.decode.EndpointLookup;
import dev.chancery.flows.decode.FlowEndpoint;
import dev.chancery.flows.decode.FlowEndpoint.FlowWorkload;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.world.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * Names and identities of addresses, as they are in force when asked. Where the proxy says by which
 * identity it decided, that identity is shown, and its labels as far as they are known.
 */
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
    Identity shown = identity(view, ip, identity);
    return view.endpoint(ip)
        .map(e -> of(e, identity == 0 ? e.identity() : shown, view.world().cluster()))
        .orElseGet(() -> of(shown));
  }

  private static Identity identity(NodeView view, InetAddress ip, long told) {
    if (told == 0) {
      return view.resolution().ipCache().identity(ip);
    }
    Identity known = view.resolution().identities().get((int) told);
    return known == null ? new Identity((int) told, Labels.of()) : known;
  }

  private static FlowEndpoint of(Endpoint endpoint, Identity identity, String cluster) {
    return new FlowEndpoint(
        endpoint.id(),
        identity.number(),
        endpoint.namespace(),
        identity.labels().texts(),
        endpoint.podName(),
        endpoint.workload().map(w -> new FlowWorkload(w.name(), w.kind())).stream().toList(),
        cluster);
  }

  private static FlowEndpoint of(Identity identity) {
    return new FlowEndpoint(0, identity.number(), "", identity.labels().texts(), "", List.of(), "");
  }
}
