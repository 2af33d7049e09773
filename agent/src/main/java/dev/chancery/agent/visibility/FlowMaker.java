package dev.chancery.agent.visibility;

import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.flows.decode.FlowContext;
import dev.chancery.flows.decode.FlowDecoder;
import dev.chancery.flows.ring.FlowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes flows of records, with the names and the policies in force when each was made, and puts
 * them into the ring. For one thread at a time; the counters may be read by any.
 */
public final class FlowMaker {
  private static final Logger log = LoggerFactory.getLogger(FlowMaker.class);

  private final Function<Instant, NodeView> views;
  private final FlowDecoder decoder;
  private final FlowStore store;
  private final InstantSource clock;
  private final AtomicLong hidden = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  public FlowMaker(
      Function<Instant, NodeView> views,
      FlowDecoder decoder,
      FlowStore store,
      InstantSource clock) {
    this.views = views;
    this.decoder = decoder;
    this.store = store;
    this.clock = clock;
  }

  /** Never throws: a record that cannot be made into a flow is counted as lost. */
  public void take(ProxyRecord record) {
    try {
      Attribution attribution = Attribution.of(views.apply(record.time()), record);
      if (attribution.shown()) {
        store.add(decoder.decode(record, new FlowContext(clock.instant(), attribution.policies())));
      } else {
        hidden.incrementAndGet();
      }
    } catch (RuntimeException e) {
      // One record must not end all; its content stays out of the log.
      if (failed.incrementAndGet() == 1) {
        log.atError().addKeyValue("error", e.getClass().getName()).log("record not decoded");
      }
      store.addLost(1);
    }
  }

  /** Records that were dropped before they came here. */
  void lost(long records) {
    store.addLost(records);
  }

  /** Records of traffic that no L7 rule covers, or of directions without policy: no flows. */
  long hidden() {
    return hidden.get();
  }

  /** Records that could not be made into flows; each is also counted as lost. */
  long failed() {
    return failed.get();
  }
}
