package dev.chancery.agent.reconcile;

import dev.chancery.envoy.stock.StockTranslator;
import dev.chancery.xds.Publication;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.ResourceStore;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stock Envoy: listeners and policies of each endpoint, in which only what changed is sent. */
public final class StockPlane implements Plane {
  private static final Logger log = LoggerFactory.getLogger(StockPlane.class);

  private final StockTranslator translator;
  private final ResourceStore store;
  private final Rejections rejections;
  private final Delivered delivered;
  private Wanted wanted = Wanted.NOTHING;

  /** Whether what the store holds is something else than {@link #wanted}. */
  private boolean isUnfinished;

  public StockPlane(
      StockTranslator translator, ResourceStore store, Rejections rejections, Delivered delivered) {
    this.translator = translator;
    this.store = store;
    this.rejections = rejections;
    this.delivered = delivered;
  }

  @Override
  public void publish(NodeView before, NodeView next) {
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
