package dev.chancery.agent.visibility;

import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.RecordQueue;
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
 * Takes records from the queue and puts flows into the ring, one after the other, on one thread.
 */
public final class FlowPipeline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FlowPipeline.class);
  private static final int BATCH = 256;

  private final RecordQueue queue;
  private final Function<Instant, NodeView> views;
  private final FlowDecoder decoder;
  private final FlowStore store;
  private final InstantSource clock;
  private final AtomicLong hidden = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Thread thread = new Thread(this::run, "flows");

  private FlowPipeline(
      RecordQueue queue,
      Function<Instant, NodeView> views,
      FlowDecoder decoder,
      FlowStore store,
      InstantSource clock) {
    this.queue = queue;
    this.views = views;
    this.decoder = decoder;
    this.store = store;
    this.clock = clock;
    thread.setDaemon(true);
  }

  public static FlowPipeline start(
      RecordQueue queue,
      Function<Instant, NodeView> views,
      FlowDecoder decoder,
      FlowStore store,
      InstantSource clock) {
    var pipeline = new FlowPipeline(queue, views, decoder, store, clock);
    pipeline.thread.start();
    return pipeline;
  }

  /** Records of traffic that no L7 rule covers, or of directions without policy: no flows. */
  public long hidden() {
    return hidden.get();
  }

  /** Records that could not be made into flows; each is also counted as lost. */
  public long failed() {
    return failed.get();
  }

  private void run() {
    try {
      while (true) {
        RecordQueue.Batch batch = queue.take(BATCH);
        batch.records().forEach(this::take);
        if (batch.dropped() > 0) {
          store.addLost(batch.dropped());
        }
      }
    } catch (InterruptedException e) {
      log.debug("flow pipeline ends");
    }
  }

  private void take(ProxyRecord record) {
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

  @Override
  public void close() {
    thread.interrupt();
  }
}
