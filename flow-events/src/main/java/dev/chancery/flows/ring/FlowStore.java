package dev.chancery.flows.ring;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.api.flow.LostEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The ring and what is counted beside it. Thread-safe. */
public final class FlowStore {
  private final FlowRing ring;
  private final InstantSource clock;
  private final Instant start;
  private final FlowRate rate;
  private final SeenNamespaces namespaces;
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  public FlowStore(FlowRing ring, InstantSource clock) {
    this.ring = ring;
    this.clock = clock;
    this.start = clock.instant();
    this.rate = new FlowRate(clock);
    this.namespaces = new SeenNamespaces(clock);
  }

  /** Adds a flow, redacted already. */
  public void add(Flow flow) {
    seen.incrementAndGet();
    rate.count();
    namespaces.add(flow);
    ring.write(new FlowEvent.Seen(flow));
  }

  /** Tells of records that never became flows, as a queue before the decoder was full. */
  public void addLost(long records) {
    lost.addAndGet(records);
    Instant now = clock.instant();
    var time = Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano());
    ring.write(
        new FlowEvent.Lost(
            LostEvent.newBuilder()
                .setSource(LostEventSource.OBSERVER_EVENTS_QUEUE)
                .setNumEventsLost(records)
                .setFirst(time)
                .setLast(time)
                .build()));
  }

  public FlowRing ring() {
    return ring;
  }

  /** Flows since the start. */
  public long seen() {
    return seen.get();
  }

  /** Records that never became flows, since the start. */
  public long lost() {
    return lost.get();
  }

  /** A second, over the last minute. */
  public double flowsRate() {
    return rate.perSecond();
  }

  public Duration uptime() {
    Duration uptime = Duration.between(start, clock.instant());
    return uptime.isNegative() ? Duration.ZERO : uptime;
  }

  /** Of the last hour, by cluster and name. */
  public List<SeenNamespace> namespaces() {
    return namespaces.list();
  }
}
