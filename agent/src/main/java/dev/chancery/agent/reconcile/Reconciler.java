package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.xds.Publication;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns what is in force. Each snapshot of manifests goes through the same pure steps (objects,
 * world, resolution, resources) and ends in one update of the store, in which only what changed is
 * sent.
 *
 * <p>One thread restores and applies, one snapshot after the other; the view may be read by any.
 */
public final class Reconciler {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final StockTranslator translator;
  private final ResourceStore store;
  private final Rejections rejections;
  private final Consumer<SavedState> saver;
  private final Settings settings;

  private final Delivered delivered;
  private final InstantSource clock;
  private volatile NodeState state;
  private volatile RecentViews recent;
  private volatile long publishedRevision;
  private Wanted wanted = Wanted.NOTHING;

  /** Whether what the store holds is something else than {@link #wanted}. */
  private boolean isUnfinished;

  /**
   * @param saver keeps the state of each snapshot; called on the reconciling thread
   */
  public Reconciler(
      Settings settings,
      ResourceStore store,
      Rejections rejections,
      Consumer<SavedState> saver,
      Delivered delivered,
      InstantSource clock) {
    this.settings = settings;
    this.translator = new StockTranslator(settings.envoy());
    this.store = store;
    this.rejections = rejections;
    this.saver = saver;
    this.delivered = delivered;
    this.clock = clock;
    this.state = NodeState.empty(settings);
    this.recent = RecentViews.of(clock.instant(), state.view());
  }

  /** What is in force now. */
  public NodeView view() {
    return state.view();
  }

  /** Revision of the view whose resources are in the store: the view's own, or the one before. */
  public long publishedRevision() {
    return publishedRevision;
  }

  /** What was in force at a moment not long ago, or longest ago that is still known. */
  public NodeView viewAt(Instant moment) {
    return recent.at(moment);
  }

  /** What the next agent would begin with. */
  public SavedState saved() {
    return state.saved();
  }

  /** Serves what an earlier agent had in force, before any source has been read. */
  public void restore(SavedState saved) {
    become(NodeState.restored(saved, settings));
  }

  /**
   * Takes a snapshot in, saves it, and publishes what follows from it: an agent that is killed in
   * between is followed by one that serves the newer policy, never by one that serves an older one
   * than Envoy has.
   */
  public void apply(Manifests manifests) {
    NodeState next = state.next(manifests);
    saver.accept(next.saved());
    become(next);
  }

  private void become(NodeState next) {
    NodeView before = state.view();
    // Before Envoy hears of it: a flow of a new endpoint finds its name.
    state = next;
    recent = recent.with(clock.instant(), next.view());
    publish(before, next.view());
    Reporting.changes(before, next.view());
  }

  private void publish(NodeView before, NodeView next) {
    Wanted coming = wanted.next(next.world(), next.resolution(), translator);
    Wanted.Change change = coming.since(wanted);
    Collection<Resource> set = isUnfinished ? coming.resources() : change.changed();
    isUnfinished = true;
    transition(before, next, set);
    Publication publication = store.update(set, change.gone());
    wanted = coming;
    isUnfinished = false;
    log.atInfo()
        .addKeyValue("revision", next.revision())
        .addKeyValue("endpoints", next.world().endpoints().size())
        .addKeyValue("policies", next.world().policies().size())
        .addKeyValue("changed", publication.changed().size())
        .log("published");
    change.gone().forEach(rejections::forget);
    publishedRevision = next.revision();
  }

  private void transition(NodeView before, NodeView next, Collection<Resource> set) {
    List<ResourceKey> changed =
        set.stream()
            .filter(r -> store.get(r.key()).filter(old -> !old.equals(r)).isPresent())
            .map(Resource::key)
            .toList();
    List<Resource> between = Transition.between(before, next, changed, translator);
    if (!between.isEmpty()) {
      store.update(between, List.of());
      delivered.await(between.stream().map(Resource::key).toList());
    }
  }
}
