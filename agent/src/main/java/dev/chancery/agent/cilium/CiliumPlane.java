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
import dev.chancery.xds.Publication;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cilium-envoy: the policies of a view go out in one update, so that an address that moves
 * between pods is never in two policies, and never in none. Hosts go with them, or, where an
 * address gets another identity, between two sets of policies ({@link
 * dev.chancery.envoy.cilium.Crossing}). Listeners follow when there is a policy that redirects to
 * them.
 *
 * @see Redirector
 */
public final class CiliumPlane implements Plane, DeliveryListener {
  private static final Logger log = LoggerFactory.getLogger(CiliumPlane.class);

  /** Of a proxy that does not answer while more views follow each other the latest are remembered. */
  private static final int MOST_BEFORE = 16;

  private final ResourceStore store;
  private final Rejections rejections;
  private final Redirector redirector;
  private final Delivered delivered;
  private final ServedBeforeFile file;
  private final Executor context;
  private final CiliumWanted nothing;
  private volatile CiliumWanted wanted;

  /** Whether the store may hold something else than {@link #wanted}. */
  private boolean isUnfinished;

  /** What a proxy may have that has not taken the newest hosts yet, oldest first. */
  private List<ServedBefore> before;

  /** Its hosts are served, and no proxy is known to have taken them. */
  private volatile CiliumWanted.@Nullable Step open;

  /** Streams that proxies have open. */
  private final AtomicInteger present = new AtomicInteger();

  /** Whether a proxy may have got anything of {@link #wanted}. */
  private volatile boolean isVisited;

  private final AtomicBoolean isContinuing = new AtomicBoolean();
  private volatile ServedSecrets secrets = ServedSecrets.NONE;

  /** Policies that are not served since a proxy refused them, and its words. */
  private volatile Map<ResourceKey, String> closed = Map.of();

  /**
   * @param file read now
   * @param context where it goes on when a proxy has come; runs one task after the other
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
    this.delivered = delivered;
    this.file = new ServedBeforeFile(file);
    this.context = context;
    this.nothing = CiliumWanted.nothing(translator);
    this.wanted = nothing;
    this.before = this.file.load();
  }

  @Override
  public synchronized void publish(NodeView last, NodeView next) {
    finishIfTaken();
    if ((isUnfinished || open != null) && isVisited) {
      remember(wanted.served());
    }
    boolean fromNothing = isUnfinished || !before.isEmpty();
    CiliumWanted.Step step =
        (fromNothing ? nothing : wanted).next(next.resolution(), next.secrets().values());
    if (fromNothing) {
      step = step.removing(leftovers(step));
    }
    for (ServedBefore each : before) {
      step = step.from(each);
    }
    if (step.movesHosts() && before.isEmpty()) {
      remember(wanted.served());
    }
    wanted = step.wanted();
    isUnfinished = true;
    isVisited = false;
    if (present.get() > 0) {
      isVisited = true;
    }
    var served = ServedSecrets.of(step.wanted().secrets());
    int changed = step.movesHosts() ? publishMoving(step) : publishAtOnce(step);
    Publication ofSecrets = store.update(served.changedSince(secrets), served.goneSince(secrets));
    secrets = served;
    isUnfinished = false;
    step.policies().gone().forEach(rejections::forget);
    step.hosts().gone().forEach(rejections::forget);
    log.atInfo()
        .addKeyValue("revision", next.revision())
        .addKeyValue("endpoints", next.world().endpoints().size())
        .addKeyValue("policies", next.world().policies().size())
        .addKeyValue("changed", changed + ofSecrets.changed().size())
        .log("published to cilium-envoy");
    redirector.want(next);
  }

  /** What a publication that failed half-way left behind and nobody wants. */
  private List<ResourceKey> leftovers(CiliumWanted.Step all) {
    Set<ResourceKey> kept = new HashSet<>(all.policies().keys());
    kept.addAll(all.hosts().keys());
    return Stream.of(CiliumTypes.POLICY, CiliumTypes.HOSTS)
        .flatMap(type -> published(type).stream())
        .filter(key -> !kept.contains(key))
        .toList();
  }

  private int publishAtOnce(CiliumWanted.Step step) {
    opened(step);
    List<Resource> set = new ArrayList<>(step.policies().changed());
    set.addAll(step.hosts().changed());
    List<ResourceKey> gone = new ArrayList<>(step.policies().gone());
    gone.addAll(step.hosts().gone());
    int changed = store.update(set, gone).changed().size();
    open = null;
    forgetBefore();
    return changed;
  }

  /**
   * Policies that hold with the hosts of before and of after, then the hosts, and, once a proxy has
   * taken these, the policies. Each step waits for the proxies, as long as their patience lasts.
   */
  private int publishMoving(CiliumWanted.Step step) {
    opened(step);
    Map<ResourceKey, Resource> first = new LinkedHashMap<>();
    step.policies().changed().forEach(r -> first.put(r.key(), r));
    step.between().forEach(r -> first.put(r.key(), r));
    store.update(first.values(), step.policies().gone());
    delivered.await(published(CiliumTypes.POLICY));
    close();
    store.update(step.hosts().changed(), step.hosts().gone());
    open = step;
    finishIfTaken();
    return first.size() + step.hosts().changed().size();
  }

  /** The last step of a publication whose hosts every proxy has taken, if there are proxies. */
  private void finishIfTaken() {
    CiliumWanted.Step step = open;
    if (step == null || !hasTaken(step.hosts().keys())) {
      return;
    }
    close();
    store.update(
        step.policies().changed().stream().filter(r -> !closed.containsKey(r.key())).toList(),
        List.of());
    open = null;
    forgetBefore();
  }

  private boolean hasTaken(List<ResourceKey> hosts) {
    return hosts.isEmpty()
        || (delivered.await(hosts) == Delivered.Answer.ALL
            && hosts.stream().noneMatch(rejections.current()::containsKey));
  }

  private List<ResourceKey> published(String typeUrl) {
    return store.snapshot().keySet().stream().filter(key -> key.typeUrl().equals(typeUrl)).toList();
  }

  private void remember(ServedBefore served) {
    List<ServedBefore> all = new ArrayList<>(before);
    if (!served.policies().isEmpty() && all.stream().noneMatch(served::isLike)) {
      all.add(served);
    }
    before = List.copyOf(all.subList(Math.max(0, all.size() - MOST_BEFORE), all.size()));
    file.save(before);
  }

  private void forgetBefore() {
    if (!before.isEmpty()) {
      before = List.of();
      file.delete();
    }
  }

  private void goOn() {
    isContinuing.set(false);
    try {
      synchronized (this) {
        finishIfTaken();
      }
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("not published to cilium-envoy");
    }
  }

  /**
   * A proxy that has refused a policy keeps an older one, with numbers that are about to lose their
   * meaning: a deny by number would be none. So such an endpoint has no policy, and is denied.
   */
  private void close() {
    Map<ResourceKey, String> refused = new HashMap<>(rejections.current());
    refused.keySet().retainAll(published(CiliumTypes.POLICY));
    if (refused.isEmpty()) {
      return;
    }
    Map<ResourceKey, String> all = new HashMap<>(closed);
    all.putAll(refused);
    closed = Map.copyOf(all);
    store.update(List.of(), refused.keySet());
    delivered.await(refused.keySet());
  }

  /** A policy that has changed is tried again. */
  private void opened(CiliumWanted.Step step) {
    Map<ResourceKey, String> left = new HashMap<>(closed);
    step.policies().changed().forEach(r -> left.remove(r.key()));
    left.keySet().removeAll(step.policies().gone());
    closed = Map.copyOf(left);
  }

  @Override
  public void delivered(String nodeId, ResourceKey key, Delivery outcome) {
    rejections.delivered(nodeId, key, RefusedListener.judged(key, outcome));
    redirector.answered(nodeId, key, outcome);
    if (open != null
        && key.typeUrl().equals(CiliumTypes.HOSTS)
        && isContinuing.compareAndSet(false, true)) {
      context.execute(this::goOn);
    }
  }

  @Override
  public void connected(String nodeId, long streamId) {
    present.incrementAndGet();
    isVisited = true;
    redirector.connected(nodeId);
  }

  @Override
  public void disconnected(String nodeId, long streamId) {
    present.decrementAndGet();
  }

  /** The view, with problems on the objects of which the proxy refused something. */
  public NodeView judged(NodeView view) {
    Map<String, String> unserved = new TreeMap<>(wanted.unsound());
    closed.forEach(
        (key, words) ->
            unserved.put(
                key.name(),
                "a proxy refused it, and addresses have other identities since, so that the policy"
                    + " before no longer holds; everything is denied until it changes: "
                    + words));
    return CiliumProblems.on(
        MissingSecrets.on(view), rejections.current(), unserved, redirector.listeners());
  }

  /** Secrets that policies name and that are not served, and why. */
  public List<Secrets.Missing> missingSecrets() {
    return secrets.missing();
  }
}
