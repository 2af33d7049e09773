package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.MissingSecrets;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.Secrets;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.Publication;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.ArrayList;
import java.util.List;
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
  private volatile ServedSecrets secrets = ServedSecrets.NONE;

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
    CiliumWanted.Step step = wanted.next(next.resolution(), next.secrets().values());
    var served = ServedSecrets.of(step.wanted().secrets());
    List<Resource> changed = new ArrayList<>(step.change().changed());
    changed.addAll(served.changedSince(secrets));
    List<ResourceKey> gone = new ArrayList<>(step.change().gone());
    gone.addAll(served.goneSince(secrets));
    Publication publication = store.update(changed, gone);
    wanted = step.wanted();
    secrets = served;
    gone.forEach(rejections::forget);
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
    rejections.delivered(nodeId, key, RefusedListener.judged(key, outcome));
    redirector.answered(nodeId, key, outcome);
  }

  @Override
  public void connected(String nodeId, long streamId) {
    redirector.connected(nodeId);
  }

  /** The view, with problems on the objects of which the proxy refused something. */
  public NodeView judged(NodeView view) {
    return CiliumProblems.on(
        MissingSecrets.on(view), rejections.current(), wanted.unsound(), redirector.listeners());
  }

  /** Secrets that policies name and that are not served, and why. */
  public List<Secrets.Missing> missingSecrets() {
    return secrets.missing();
  }
}
