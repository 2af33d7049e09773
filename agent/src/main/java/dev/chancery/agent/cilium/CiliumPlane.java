package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.Delivered;
import dev.chancery.agent.reconcile.MissingSecrets;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.Secrets;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cilium-envoy: the policies of a view go out in one update, so that an address that moves
 * between pods is never in two policies, and never in none. Hosts go with them or after them.
 * Listeners follow when there is a policy that redirects to them.
 *
 * @see PolicyStages
 * @see Redirector
 */
public final class CiliumPlane implements Plane, DeliveryListener {
  private static final Logger log = LoggerFactory.getLogger(CiliumPlane.class);

  private final ResourceStore store;
  private final Rejections rejections;
  private final Redirector redirector;
  private final PolicyStages stages;
  private volatile ServedSecrets secrets = ServedSecrets.NONE;

  /**
   * @param file keeps what proxies may have that are away when addresses change identity
   * @param context where it goes on when a proxy has answered; runs one task after the other
   */
  public CiliumPlane(
      CiliumTranslator translator,
      ResourceStore store,
      Rejections rejections,
      Redirector redirector,
      Delivered delivered,
      Path file,
      Executor context) {
    this.store = store;
    this.rejections = rejections;
    this.redirector = redirector;
    this.stages =
        new PolicyStages(
            translator, store, rejections, delivered, new ServedBeforeFile(file), context);
  }

  @Override
  public void prepare(NodeView next) {
    stages.prepare(next.resolution());
  }

  @Override
  public void publish(NodeView before, NodeView next) {
    PolicyStages.Published published = stages.publish(next.resolution(), next.secrets().values());
    CiliumWanted.Step step = published.step();
    var served = ServedSecrets.of(step.wanted().secrets());
    store.update(served.changedSince(secrets), served.goneSince(secrets));
    secrets = served;
    step.policies().gone().forEach(rejections::forget);
    step.hosts().gone().forEach(rejections::forget);
    log.atInfo()
        .addKeyValue("revision", next.revision())
        .addKeyValue("endpoints", next.world().endpoints().size())
        .addKeyValue("policies", next.world().policies().size())
        .addKeyValue("changedPolicies", step.policies().changed().size())
        .addKeyValue("changedHosts", step.hosts().changed().size())
        .log("published to cilium-envoy");
    published.hostsAreOut().thenRun(() -> redirector.want(next));
  }

  @Override
  public void delivered(String nodeId, ResourceKey key, Delivery outcome) {
    rejections.delivered(nodeId, key, RefusedListener.judged(key, outcome));
    redirector.answered(nodeId, key, outcome);
    stages.answered(key);
  }

  @Override
  public void connected(String nodeId, long streamId) {
    redirector.connected(nodeId);
  }

  @Override
  public void subscribed(String nodeId, long streamId, String typeUrl) {
    stages.subscribed(streamId, typeUrl);
  }

  @Override
  public void disconnected(String nodeId, long streamId) {
    stages.disconnected(streamId);
  }

  /** The view, with problems on the objects of which the proxy refused something. */
  public NodeView judged(NodeView view) {
    Map<String, String> unserved = new TreeMap<>(stages.wanted().unsound());
    stages
        .closed()
        .forEach(
            (key, words) ->
                unserved.put(
                    key.name(),
                    "a proxy refused it, and addresses have other identities since, so that the"
                        + " policy before no longer holds; everything is denied until it changes: "
                        + words));
    return CiliumProblems.on(
        MissingSecrets.on(view), rejections.current(), unserved, redirector.listeners());
  }

  /** Secrets that policies name and that are not served, and why. */
  public List<Secrets.Missing> missingSecrets() {
    return secrets.missing();
  }
}
