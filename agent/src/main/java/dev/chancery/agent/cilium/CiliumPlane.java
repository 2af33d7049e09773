package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.Publication;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cilium-envoy: policies, hosts and secrets of a view go out in one update, so that an address
 * that moves between pods is never in two policies, and never in none; listeners follow when there
 * is a policy that redirects to them.
 *
 * @see Redirector
 */
public final class CiliumPlane implements Plane, DeliveryListener {
  private static final Logger log = LoggerFactory.getLogger(CiliumPlane.class);

  private final ResourceStore store;
  private final Rejections rejections;
  private final Redirector redirector;
  private volatile CiliumWanted wanted;

  public CiliumPlane(
      CiliumTranslator translator,
      ResourceStore store,
      Rejections rejections,
      Redirector redirector) {
    this.store = store;
    this.rejections = rejections;
    this.redirector = redirector;
    this.wanted = CiliumWanted.nothing(translator);
  }

  @Override
  public void publish(NodeView before, NodeView next) {
    CiliumWanted.Step step = wanted.next(next.resolution());
    CiliumWanted.Change change = step.change();
    Publication publication = store.update(change.changed(), change.gone());
    wanted = step.wanted();
    change.gone().forEach(rejections::forget);
    log.atInfo()
        .addKeyValue("revision", next.revision())
        .addKeyValue("endpoints", next.world().endpoints().size())
        .addKeyValue("policies", next.world().policies().size())
        .addKeyValue("changed", publication.changed().size())
        .log("published to cilium-envoy");
    redirector.want(next);
  }

  @Override
  public void delivered(String nodeId, ResourceKey key, Delivery outcome) {
    Delivery judged = judged(key, outcome);
    rejections.delivered(nodeId, key, judged);
    redirector.answered(key, judged);
  }

  /** A NACK of listeners counts for all of its response, though Envoy has taken the good ones. */
  private static Delivery judged(ResourceKey key, Delivery outcome) {
    return key.typeUrl().equals(EnvoyTypes.LISTENER)
            && outcome instanceof Delivery.Rejected rejected
            && !RefusedListener.is(key.name(), rejected.reason())
        ? new Delivery.Acked(rejected.version())
        : outcome;
  }

  @Override
  public void connected(String nodeId, long streamId) {
    redirector.connected();
  }

  /** The view, with problems on the objects of which the proxy refused something. */
  public NodeView judged(NodeView view) {
    return CiliumProblems.on(view, rejections.current(), wanted.unsound(), redirector.listeners());
  }
}
