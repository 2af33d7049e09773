package dev.chancery.agent.cilium;

import dev.chancery.agent.proxyports.ProxyPorts;
import dev.chancery.agent.proxyports.RedirectAnnouncements;
import dev.chancery.agent.proxyports.RedirectsFile;
import dev.chancery.agent.proxyports.WantedRedirect;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.ProxyWords;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Leads connections to the proxy, and away from it again.
 *
 * <pre>
 *   policy published ──► listener published ──► listener ACKed ─┐
 *                        (a port of the range)                  ├──► redirect announced
 *                    ──► policy and hosts ACKed ────────────────┘
 *   not wanted any more ──► redirect withdrawn ──► listener removed ──► port released
 * </pre>
 *
 * What is announced stays announced while it is wanted and its listener has the same port, also
 * while the proxy is away or has yet to take a newer policy: it goes on with what it has, and
 * whoever is redirected to a proxy that is not there is refused. The same holds over a restart of
 * the agent, which begins with what the one before had announced.
 *
 * <p>News comes from any thread and is worked off in turn on one serialised context; nobody waits
 * for a proxy. However much has come, listeners and announcements are settled once.
 */
public final class Redirector {
  /** What a proxy does with the content that a resource has now. */
  @FunctionalInterface
  public interface Answers {
    /** As {@code XdsServer.whenAnswered}. */
    CompletableFuture<Delivery> whenAnswered(String nodeId, ResourceKey key);
  }

  private record Asked(String proxy, ResourceKey listener) {}

  /** A node has one, or two while they take turns. */
  private static final int MOST_PROXIES = 8;

  private final Listeners listeners;
  private final CiliumOptions options;
  private final ProxyPorts ports;
  private final RedirectsFile file;
  private final Answers answers;
  private final Executor context;
  private final Queue<Runnable> news = new ArrayDeque<>();

  private @Nullable NodeView view;
  private Set<String> needed = Set.of();
  private final TakenPolicies taken;
  private final Set<String> proxies = new LinkedHashSet<>();
  private final Map<Asked, CompletableFuture<Delivery>> asked = new HashMap<>();
  private Map<String, Integer> before;
  private volatile RedirectAnnouncements announcements = RedirectAnnouncements.NONE;

  /**
   * @param file read now
   * @param rejections forgets listeners that are gone
   * @param context runs one task after the other
   */
  public Redirector(
      CiliumOptions options,
      ResourceStore store,
      ProxyPorts ports,
      RedirectsFile file,
      Rejections rejections,
      Answers answers,
      Executor context) {
    this.listeners =
        new Listeners(
            new CiliumTranslator(options),
            options.release(),
            store,
            ports,
            rejections,
            this::offered);
    this.options = options;
    this.taken = new TakenPolicies(store);
    this.ports = ports;
    this.file = file;
    this.answers = answers;
    this.context = context;
    this.before = file.load();
  }

  /** A view whose policies are published. */
  void want(NodeView next) {
    tell(
        () -> {
          view = next;
          needed =
              wanted(next).pending().stream()
                  .map(WantedRedirect::listener)
                  .collect(Collectors.toUnmodifiableSet());
        });
  }

  private RedirectAnnouncements wanted(NodeView next) {
    return RedirectAnnouncements.of(next, Set.of(), options, id -> false, Map.of());
  }

  /** A proxy has answered for a resource of any type. */
  void answered(String nodeId, ResourceKey key, Delivery given) {
    Delivery outcome = RefusedListener.judged(key, given);
    tell(
        () -> {
          remember(nodeId);
          switch (key.typeUrl()) {
            case EnvoyTypes.LISTENER -> listenerAnswered(key.name(), outcome);
            case CiliumTypes.POLICY, CiliumTypes.HOSTS -> taken.note(key, outcome);
            default -> {}
          }
        });
  }

  private void listenerAnswered(String name, Delivery outcome) {
    if (outcome instanceof Delivery.Rejected rejected) {
      listeners.rejected(name, ProxyWords.shown(EnvoyTypes.LISTENER, rejected.reason()));
    } else if (!outcome.version().isEmpty()) {
      listeners.acknowledged(name);
    }
  }

  /** A proxy has come, perhaps another one than before. */
  void connected(String nodeId) {
    tell(
        () -> {
          remember(nodeId);
          listeners.tryAgain();
        });
  }

  private void remember(String proxy) {
    if (proxies.add(proxy) && proxies.size() > MOST_PROXIES) {
      String eldest = proxies.iterator().next();
      proxies.remove(eldest);
      asked.keySet().stream().filter(a -> a.proxy().equals(eldest)).toList().forEach(this::giveUp);
    }
  }

  /** Has the answer come here also where the proxy has the listener still, or again. */
  private void offered(ResourceKey listener) {
    for (String proxy : proxies) {
      var question = new Asked(proxy, listener);
      giveUp(question);
      CompletableFuture<Delivery> answer = answers.whenAnswered(proxy, listener);
      asked.put(question, answer);
      answer.thenAccept(outcome -> answered(proxy, listener, outcome));
    }
  }

  /**
   * A proxy that never comes back leaves one wait for each listener, and not one for each offer.
   */
  private void giveUp(Asked question) {
    CompletableFuture<Delivery> before = asked.remove(question);
    if (before != null) {
      before.cancel(false);
    }
  }

  /** Keeps what is on disk young, frees ports, and tries again what failed. */
  public void refresh() {
    tell(ports::refresh);
  }

  /** Tries again to write the announcements, where they could not be written. */
  public void retry() {
    if (file.problem().isPresent()) {
      tell(() -> {});
    }
  }

  /** Why the announcements are not in their file; empty where they are. */
  public Optional<String> problem() {
    return file.problem();
  }

  /** Completes when everything told before has been worked off. */
  public CompletableFuture<Void> settled() {
    return CompletableFuture.runAsync(() -> {}, context);
  }

  private void tell(Runnable change) {
    synchronized (news) {
      news.add(change);
    }
    context.execute(this::work);
  }

  private void work() {
    boolean changed = false;
    for (Runnable change = next(); change != null; change = next()) {
      change.run();
      changed = true;
    }
    if (changed) {
      settle();
    }
  }

  private @Nullable Runnable next() {
    synchronized (news) {
      return news.poll();
    }
  }

  /**
   * Offers before it announces, as what is announced keeps its port; withdraws before it removes.
   */
  private void settle() {
    NodeView current = view;
    taken.lookAgain();
    if (current != null) {
      listeners.offer(needed);
      if (announce(current)) {
        listeners.keepOnly(needed);
      }
    }
  }

  private boolean announce(NodeView current) {
    var next =
        RedirectAnnouncements.of(current, listeners.ports(), options, taken::isReady, before);
    if (!file.write(current.revision(), next)) {
      return false;
    }
    announcements = next;
    before = next.byId();
    return true;
  }

  /** What is announced, and what is waiting for the proxy. */
  public RedirectAnnouncements announcements() {
    return announcements;
  }

  /** Those that policies redirect to. */
  public Map<ProxyListener, ListenerState> listeners() {
    return listeners.states();
  }
}
