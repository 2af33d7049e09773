package dev.chancery.agent.cilium;

import dev.chancery.agent.reconcile.Delivered;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings policies and hosts into the store. They go at once, but where an address gets another
 * identity, since a proxy takes them from two streams:
 *
 * <pre>
 *   policies that hold with the hosts of before and of after
 *     ──► taken ──► hosts ──► taken ──► policies of after
 * </pre>
 *
 * A proxy that is away, or that does not answer, holds the next stage up; it may have whatever was
 * served before, and is led on from there, also by the next agent.
 *
 * @see dev.chancery.envoy.cilium.Crossing
 */
final class PolicyStages {
  private static final Logger log = LoggerFactory.getLogger(PolicyStages.class);

  /** Of more views that a proxy may have, without an answer to the last, the first counts most. */
  private static final int MOST_BEFORE = 16;

  /** What is out, and has yet to be taken. */
  private enum Stage {
    NOTHING,
    POLICIES,
    HOSTS
  }

  private final ResourceStore store;
  private final Rejections rejections;
  private final Delivered delivered;
  private final ServedBeforeFile file;
  private final Executor context;
  private volatile CiliumWanted wanted;

  /** Whether the store may hold something else than {@link #wanted}. */
  private boolean isUnfinished;

  /** What a proxy may have that has not taken the newest hosts, oldest first. */
  private List<ServedBefore> before;

  private volatile Stage stage = Stage.NOTHING;

  /** Of which a stage has yet to be taken. */
  private CiliumWanted.@Nullable Step open;

  /** Of the view that was published last. */
  private CompletableFuture<Void> hostsAreOut = new CompletableFuture<>();

  /** Streams that are open and ask for policies or hosts. */
  private final Set<Long> streams = ConcurrentHashMap.newKeySet();

  /** Whether a proxy may have got anything of {@link #wanted}. */
  private volatile boolean isVisited;

  private final AtomicBoolean isGoingOn = new AtomicBoolean();

  /** Policies that are not served since a proxy refused them, and its words. */
  private volatile Map<ResourceKey, String> closed = Map.of();

  /**
   * @param file read now
   * @param context where it goes on when a proxy has answered; runs one task after the other
   */
  PolicyStages(
      CiliumTranslator translator,
      ResourceStore store,
      Rejections rejections,
      Delivered delivered,
      ServedBeforeFile file,
      Executor context) {
    this.store = store;
    this.rejections = rejections;
    this.delivered = delivered;
    this.file = file;
    this.context = context;
    this.wanted = CiliumWanted.nothing(translator);
    this.before = file.load();
  }

  /** What is to be served when all stages are over. */
  CiliumWanted wanted() {
    return wanted;
  }

  /** Policies that are not served since a proxy refused them, and its words. */
  Map<ResourceKey, String> closed() {
    return closed;
  }

  /**
   * @param hostsAreOut completes when hosts of this view are served; never if another view comes
   *     first
   */
  record Published(CiliumWanted.Step step, CompletableFuture<Void> hostsAreOut) {}

  /**
   * What is about to be published and is about to be what the next agent begins with: where it
   * moves addresses, that agent has to know from where.
   */
  synchronized void prepare(Resolution resolution) {
    if (wanted.isMovedBy(resolution)) {
      file.save(with(wanted.served()));
    }
  }

  /** Waits for proxies at each stage, as long as patience lasts; what is left goes on later. */
  synchronized Published publish(
      Resolution resolution, Map<SecretRef, Map<String, byte[]>> secrets) {
    goOn();
    List<ServedBefore> older = before;
    boolean wasUnfinished = isUnfinished;
    if (isUnfinished || stage == Stage.HOSTS) {
      before = with(wanted.served());
    }
    CiliumWanted.Step step = next(resolution, secrets);
    if (step.movesHosts()) {
      publishFirst(step);
      // What was out, and nobody came to fetch, needs no way on from it.
      if (!older.isEmpty() && !wasUnfinished && !isVisited) {
        before = older;
      }
    } else {
      publishAtOnce(step);
    }
    isUnfinished = false;
    visited();
    goOn();
    return new Published(step, hostsAreOut);
  }

  private CiliumWanted.Step next(
      Resolution resolution, Map<SecretRef, Map<String, byte[]>> secrets) {
    CiliumWanted.Step step = wanted.next(resolution, secrets);
    if (!isUnfinished && before.isEmpty()) {
      return step;
    }
    step = step.wanted().fromNothing();
    step = step.removing(leftovers(step));
    for (ServedBefore each : before) {
      step = step.from(each);
    }
    return step;
  }

  /** What the store holds and nobody wants. */
  private List<ResourceKey> leftovers(CiliumWanted.Step all) {
    Set<ResourceKey> kept = new HashSet<>(all.policies().keys());
    kept.addAll(all.hosts().keys());
    return Stream.of(CiliumTypes.POLICY, CiliumTypes.HOSTS)
        .flatMap(type -> published(type).stream())
        .filter(key -> !kept.contains(key))
        .toList();
  }

  private void begin(CiliumWanted.Step step) {
    open = null;
    stage = Stage.NOTHING;
    hostsAreOut = new CompletableFuture<>();
    wanted = step.wanted();
    isUnfinished = true;
    reopen(step);
  }

  /** Whoever comes from now on gets what has just been published. */
  private void visited() {
    isVisited = false;
    if (!streams.isEmpty()) {
      isVisited = true;
    }
  }

  private void publishAtOnce(CiliumWanted.Step step) {
    begin(step);
    List<Resource> set = new ArrayList<>(step.policies().changed());
    set.addAll(step.hosts().changed());
    List<ResourceKey> gone = new ArrayList<>(step.policies().gone());
    gone.addAll(step.hosts().gone());
    store.update(set, gone);
    end();
  }

  private void publishFirst(CiliumWanted.Step step) {
    if (before.isEmpty()) {
      before = with(wanted.served());
    }
    file.save(before);
    begin(step);
    Map<ResourceKey, Resource> first = new LinkedHashMap<>();
    step.policies().changed().forEach(r -> first.put(r.key(), r));
    step.between().forEach(r -> first.put(r.key(), r));
    store.update(first.values(), step.policies().gone());
    open = step;
    stage = Stage.POLICIES;
  }

  private void end() {
    open = null;
    stage = Stage.NOTHING;
    hostsAreOut.complete(null);
    if (!before.isEmpty()) {
      before = List.of();
      file.delete();
    }
  }

  /** The next stages, as far as proxies have taken those before. */
  private void goOn() {
    CiliumWanted.Step step = open;
    if (step != null && stage == Stage.POLICIES && policiesAreTaken(step)) {
      close();
      store.update(step.hosts().changed(), step.hosts().gone());
      stage = Stage.HOSTS;
      hostsAreOut.complete(null);
    }
    if (step != null && stage == Stage.HOSTS) {
      close();
    }
    if (step != null && stage == Stage.HOSTS && areTaken(step.hosts().keys())) {
      close();
      store.update(
          step.policies().changed().stream().filter(r -> !closed.containsKey(r.key())).toList(),
          List.of());
      end();
    }
  }

  /** Also where nobody is there: whoever comes takes them before the hosts. */
  private boolean policiesAreTaken(CiliumWanted.Step step) {
    Set<ResourceKey> policies = new HashSet<>(published(CiliumTypes.POLICY));
    policies.addAll(step.policies().gone());
    policies.addAll(closed.keySet());
    if (policies.isEmpty()) {
      return true;
    }
    return switch (delivered.await(policies)) {
      case ALL, SOME -> true;
      case NONE -> false;
      case NOBODY_ASKS -> !delivered.isAsked(CiliumTypes.HOSTS);
    };
  }

  private boolean areTaken(List<ResourceKey> hosts) {
    if (hosts.isEmpty()) {
      return true;
    }
    Delivered.Answer answer = delivered.await(hosts);
    return (answer == Delivered.Answer.ALL || answer == Delivered.Answer.SOME)
        && hosts.stream().noneMatch(rejections.current()::containsKey);
  }

  private List<ResourceKey> published(String typeUrl) {
    return store.snapshot().keySet().stream().filter(key -> key.typeUrl().equals(typeUrl)).toList();
  }

  private List<ServedBefore> with(ServedBefore served) {
    List<ServedBefore> all = new ArrayList<>(before);
    if (!served.policies().isEmpty() && all.stream().noneMatch(served::isLike)) {
      all.add(served);
    }
    if (all.size() > MOST_BEFORE) {
      all.remove(1);
    }
    return List.copyOf(all);
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
  private void reopen(CiliumWanted.Step step) {
    Map<ResourceKey, String> left = new HashMap<>(closed);
    step.policies().changed().forEach(r -> left.remove(r.key()));
    left.keySet().removeAll(step.policies().gone());
    closed = Map.copyOf(left);
  }

  /** A proxy has answered for a resource: a stage may be over. */
  void answered(ResourceKey key) {
    boolean isOfStage =
        switch (stage) {
          case NOTHING -> false;
          case POLICIES -> key.typeUrl().equals(CiliumTypes.POLICY);
          case HOSTS ->
              key.typeUrl().equals(CiliumTypes.HOSTS) || key.typeUrl().equals(CiliumTypes.POLICY);
        };
    if (isOfStage) {
      goOnLater();
    }
  }

  private void goOnLater() {
    if (isGoingOn.compareAndSet(false, true)) {
      try {
        context.execute(this::goOnNow);
      } catch (RejectedExecutionException e) {
        log.debug("ends with a stage open");
      }
    }
  }

  private void goOnNow() {
    isGoingOn.set(false);
    try {
      synchronized (this) {
        goOn();
      }
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("not published to cilium-envoy");
    }
  }

  /** A stream of a proxy asks for a type. */
  void subscribed(long streamId, String typeUrl) {
    if (typeUrl.equals(CiliumTypes.POLICY) || typeUrl.equals(CiliumTypes.HOSTS)) {
      streams.add(streamId);
      isVisited = true;
    }
  }

  /** A stream of a proxy has ended. */
  void disconnected(long streamId) {
    if (streams.remove(streamId) && stage == Stage.POLICIES) {
      goOnLater();
    }
  }
}
