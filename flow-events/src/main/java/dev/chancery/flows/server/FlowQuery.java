package dev.chancery.flows.server;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.flows.ring.FlowEvent;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.FlowRing.Read;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A valid {@code GetFlowsRequest}: where its stream starts, what it shows, and where it ends.
 *
 * @param number 0 where all are wanted
 * @param since inclusive, null where open
 * @param until inclusive, null where open
 */
record FlowQuery(
    Predicate<Flow> filter,
    FlowMask mask,
    long number,
    boolean first,
    boolean follow,
    @Nullable Timestamp since,
    @Nullable Timestamp until) {
  private static final Comparator<Timestamp> BY_TIME =
      Comparator.comparingLong(Timestamp::getSeconds).thenComparingInt(Timestamp::getNanos);

  static FlowQuery of(GetFlowsRequest request, Predicate<Flow> filter, FlowMask mask) {
    return new FlowQuery(
        filter,
        mask,
        request.getNumber() < 0 ? Long.MAX_VALUE : request.getNumber(),
        request.getFirst(),
        request.getFollow(),
        request.hasSince() ? request.getSince() : null,
        request.hasUntil() ? request.getUntil() : null);
  }

  /** Sequence number of the event to read first. */
  long start(FlowRing ring) {
    if (since != null || first) {
      return ring.oldest();
    }
    if (number == 0) {
      return follow ? ring.next() : ring.oldest();
    }
    return rewind(ring);
  }

  /** Back from the newest event until enough of them match. */
  private long rewind(FlowRing ring) {
    long matched = 0;
    long oldest = ring.oldest();
    for (long at = ring.next() - 1; at >= oldest; at--) {
      if (ring.read(at) instanceof Read.Found found
          && found.event() instanceof FlowEvent.Seen seen
          && !isAfterEnd(seen.flow())
          && filter.test(seen.flow())
          && ++matched == number) {
        return at;
      }
    }
    return oldest;
  }

  boolean isAfterEnd(Flow flow) {
    return until != null && BY_TIME.compare(flow.getTime(), until) > 0;
  }

  boolean shows(Flow flow) {
    boolean started = since == null || BY_TIME.compare(flow.getTime(), since) >= 0;
    return started && filter.test(flow);
  }

  /** Most flows to send; while following, the number only says how far to go back. */
  long limit() {
    return follow || number == 0 ? Long.MAX_VALUE : number;
  }
}
