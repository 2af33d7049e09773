package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.Manifests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Owns what is in force. Each snapshot of manifests goes through the same pure steps (objects,
 * world, resolution) and then to each data plane.
 *
 * <p>One thread restores and applies, one snapshot after the other; the view may be read by any.
 */
public final class Reconciler {
  private final Settings settings;
  private final List<Plane> planes;
  private final Consumer<SavedState> saver;
  private final InstantSource clock;
  private volatile NodeState state;
  private volatile RecentViews recent;
  private volatile long publishedRevision;

  /**
   * @param saver keeps the state of each snapshot; called on the reconciling thread
   */
  public Reconciler(
      Settings settings, List<Plane> planes, Consumer<SavedState> saver, InstantSource clock) {
    this.settings = settings;
    this.planes = List.copyOf(planes);
    this.saver = saver;
    this.clock = clock;
    this.state = NodeState.empty(settings);
    this.recent = RecentViews.of(clock.instant(), state.view());
  }

  /** What is in force now. */
  public NodeView view() {
    return state.view();
  }

  /** Revision of the view that every plane has been given: the view's own, or the one before. */
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
    planes.forEach(plane -> plane.prepare(next.view()));
    saver.accept(next.saved());
    become(next);
  }

  private void become(NodeState next) {
    NodeView before = state.view();
    // Before Envoy hears of it: a flow of a new endpoint finds its name.
    state = next;
    recent = recent.with(clock.instant(), next.view());
    planes.forEach(plane -> plane.publish(before, next.view()));
    publishedRevision = next.view().revision();
    Reporting.changes(before, next.view());
  }
}
