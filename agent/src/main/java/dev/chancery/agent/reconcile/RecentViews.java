package dev.chancery.agent.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest views, each with the moment from which on it was in force: a record is judged by the
 * policy of its own time, not by that of the time at which it comes in. Immutable.
 *
 * @param views oldest first; never empty
 */
record RecentViews(List<Dated> views) {
  private static final int KEPT = 16;

  /** A view and when it came into force. */
  record Dated(Instant since, NodeView view) {}

  RecentViews {
    views = List.copyOf(views);
  }

  static RecentViews of(Instant since, NodeView view) {
    return new RecentViews(List.of(new Dated(since, view)));
  }

  RecentViews with(Instant since, NodeView view) {
    List<Dated> more = new ArrayList<>(views);
    more.add(new Dated(since, view));
    return new RecentViews(more.subList(Math.max(0, more.size() - KEPT), more.size()));
  }

  NodeView at(Instant moment) {
    for (int i = views.size() - 1; i > 0; i--) {
      if (!views.get(i).since().isAfter(moment)) {
        return views.get(i).view();
      }
    }
    return views.get(0).view();
  }
}
