package dev.chancery.flows.ring;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.api.flow.LostEventSource;
import dev.chancery.flows.ring.FlowRing.Read;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reader's place in the ring. What it was too slow for it gets as lost events: counted without
 * a gap, and put together so that there is at most one a second. Not thread-safe.
 */
public final class RingReader {
  private static final Duration LOST_INTERVAL = Duration.ofSeconds(1);

  private final FlowRing ring;
  private final InstantSource clock;
  private long position;

  private long lost;
  private @Nullable Instant firstLost;
  private @Nullable Instant lastLost;
  private Instant nextReport = Instant.MIN;

  /**
   * @param position sequence number of the first event to read
   */
  public RingReader(FlowRing ring, long position, InstantSource clock) {
    this.ring = ring;
    this.position = position;
    this.clock = clock;
  }

  /** Sequence number of the event that is read next. */
  public long position() {
    return position;
  }

  /** The next event, or a loss that is due to be told; empty at the end of the ring. */
  public Optional<FlowEvent> next() {
    while (true) {
      Optional<FlowEvent> due = reportIfDue();
      if (due.isPresent()) {
        return due;
      }
      Read read = ring.read(position);
      if (read instanceof Read.Found found) {
        position++;
        return Optional.of(found.event());
      }
      if (!(read instanceof Read.Gone gone)) {
        return Optional.empty();
      }
      count(gone.oldest() - position);
      position = gone.oldest();
    }
  }

  private void count(long missed) {
    Instant now = clock.instant();
    lost += missed;
    firstLost = firstLost == null ? now : firstLost;
    lastLost = now;
  }

  private Optional<FlowEvent> reportIfDue() {
    return lost > 0 && !clock.instant().isBefore(nextReport) ? reportLost() : Optional.empty();
  }

  /** The loss that was not told yet, due or not: for the end of a stream. */
  public Optional<FlowEvent> reportLost() {
    if (lost == 0 || firstLost == null || lastLost == null) {
      return Optional.empty();
    }
    var event =
        LostEvent.newBuilder()
            .setSource(LostEventSource.HUBBLE_RING_BUFFER)
            .setNumEventsLost(lost)
            .setFirst(timestamp(firstLost))
            .setLast(timestamp(lastLost))
            .build();
    lost = 0;
    firstLost = null;
    nextReport = clock.instant().plus(LOST_INTERVAL);
    return Optional.of(new FlowEvent.Lost(event));
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
