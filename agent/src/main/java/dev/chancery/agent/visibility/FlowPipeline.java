package dev.chancery.agent.visibility;

import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.flows.decode.FlowDecoder;
import dev.chancery.flows.ring.FlowStore;
import java.time.Instant;
import java.time.InstantSource;
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
  private final FlowMaker flows;
  private final Thread thread = new Thread(this::run, "flows");

  private FlowPipeline(RecordQueue queue, FlowMaker flows) {
    this.queue = queue;
    this.flows = flows;
    thread.setDaemon(true);
  }

  public static FlowPipeline start(
      RecordQueue queue,
      Function<Instant, NodeView> views,
      FlowDecoder decoder,
      FlowStore store,
      InstantSource clock) {
    var pipeline = new FlowPipeline(queue, new FlowMaker(views, decoder, store, clock));
    pipeline.thread.start();
    return pipeline;
  }

  /** Records of traffic that no L7 rule covers, or of directions without policy: no flows. */
  public long hidden() {
    return flows.hidden();
  }

  /** Records that could not be made into flows; each is also counted as lost. */
  public long failed() {
    return flows.failed();
  }

  private void run() {
    try {
      while (true) {
        RecordQueue.Batch batch = queue.take(BATCH);
        batch.records().forEach(flows::take);
        if (batch.dropped() > 0) {
          flows.lost(batch.dropped());
        }
      }
    } catch (InterruptedException e) {
      log.debug("flow pipeline ends");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
