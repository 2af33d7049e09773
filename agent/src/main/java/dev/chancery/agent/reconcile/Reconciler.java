package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.policy.Problem;
import dev.chancery.xds.Publication;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns what is in force. Each snapshot of manifests goes through the same pure steps (objects,
 * world, resolution, resources) and ends in one update of the store, in which only what changed is
 * sent.
 *
 * <p>Snapshots are taken in one after the other; the view may be read by any thread.
 */
public final class Reconciler {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final StockTranslator translator;
  private final ResourceStore store;
  private final Rejections rejections;
  private final Consumer<SavedState> saver;
  private final Settings settings;

  private volatile NodeState state;
  private volatile long publishedRevision;
  private Set<ResourceKey> published = Set.of();

  /**
   * @param saver keeps the state of each snapshot; called on the reconciling thread
   */
  public Reconciler(
      Settings settings, ResourceStore store, Rejections rejections, Consumer<SavedState> saver) {
    this.settings = settings;
    this.translator = new StockTranslator(settings.envoy());
    this.store = store;
    this.rejections = rejections;
    this.saver = saver;
    this.state = NodeState.empty(settings);
  }

  /** What is in force now. */
  public NodeView view() {
    return state.view();
  }

  /** Revision of the view whose resources are in the store: the view's own, or the one before. */
  public long publishedRevision() {
    return publishedRevision;
  }

  /** What the next agent would begin with. */
  public SavedState saved() {
    return state.saved();
  }

  /** Serves what an earlier agent had in force, before any source has been read. */
  public synchronized void restore(SavedState saved) {
    become(NodeState.restored(saved, settings));
  }

  /** Takes a snapshot in and publishes what follows from it. */
  public synchronized void apply(Manifests manifests) {
    become(state.next(manifests));
    saver.accept(state.saved());
  }

  private void become(NodeState next) {
    // Before Envoy hears of it: a flow of a new endpoint finds its name.
    state = next;
    publish(next.view());
  }

  private void publish(NodeView next) {
    Map<ResourceKey, Resource> wanted = new LinkedHashMap<>();
    for (var resource : Wanted.resources(next.world(), next.resolution(), translator)) {
      Resource packed = Resource.of(resource.name(), resource.message());
      wanted.put(packed.key(), packed);
    }
    List<ResourceKey> gone = published.stream().filter(k -> !wanted.containsKey(k)).toList();
    Publication publication = store.update(wanted.values(), gone);
    gone.forEach(rejections::forget);
    published = Set.copyOf(wanted.keySet());
    publishedRevision = next.revision();
    report(next, publication);
  }

  private static void report(NodeView next, Publication publication) {
    log.atInfo()
        .addKeyValue("revision", next.revision())
        .addKeyValue("endpoints", next.world().endpoints().size())
        .addKeyValue("policies", next.world().policies().size())
        .addKeyValue("changed", publication.changed().size())
        .log("published");
    for (ObjectStatus status : next.statuses()) {
      for (Problem problem : status.problems()) {
        log.atWarn()
            .addKeyValue("object", status.key())
            .addKeyValue("state", status.state())
            .addKeyValue("path", problem.path())
            .addKeyValue("at", problem.location())
            .log(problem.message());
      }
    }
    for (Problem problem : next.problems()) {
      log.atWarn().addKeyValue("at", problem.location()).log(problem.message());
    }
  }
}
