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
import java.util.Optional;
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
    return view.endpoint(ip)
        .map(e -> of(e, told(view, identity).orElse(e.identity()), view.world().cluster()))
        .orElseGet(
            () ->
                of(told(view, identity).orElseGet(() -> view.resolution().ipCache().identity(ip))));
  }

  /** A number that is not known here stands for itself. */
  private static Optional<Identity> told(NodeView view, long number) {
    if (number == 0) {
      return Optional.empty();
    }
    Identity known = view.resolution().identities().get((int) number);
    return Optional.of(known == null ? new Identity((int) number, Labels.of()) : known);
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
