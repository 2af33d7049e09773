package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.Publication;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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

  private final CiliumTranslator translator;
  private final ResourceStore store;
  private final Rejections rejections;
  private final Redirector redirector;
  private final Supplier<Map<SecretRef, Map<String, byte[]>>> secretData;
  private volatile CiliumWanted wanted;
  private volatile ServedSecrets secrets = ServedSecrets.NONE;

  /**
   * @param secretData keys and values of the secrets that exist, asked for with each view
   */
  public CiliumPlane(
      CiliumTranslator translator,
      ResourceStore store,
      Rejections rejections,
      Redirector redirector,
      Supplier<Map<SecretRef, Map<String, byte[]>>> secretData) {
    this.translator = translator;
    this.secretData = secretData;
    this.store = store;
    this.rejections = rejections;
    this.redirector = redirector;
    this.wanted = CiliumWanted.nothing(translator);
  }

  @Override
  public void publish(NodeView before, NodeView next) {
    CiliumWanted.Step step = wanted.next(next.resolution());
    var served = ServedSecrets.of(translator.secrets(step.wanted().secrets(), secretData.get()));
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
    return CiliumProblems.on(view, rejections.current(), wanted.unsound(), redirector.listeners());
  }
}
