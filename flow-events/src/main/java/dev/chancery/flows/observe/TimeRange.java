package dev.chancery.flows.observe;

import com.google.protobuf.Timestamp;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import java.util.Comparator;
import java.util.Optional;

/** The time bounds of a request, both inclusive; an entry without a time is of 1970. */
record TimeRange(Optional<Timestamp> since, Optional<Timestamp> until) {
  private static final Comparator<Timestamp> ORDER =
      Comparator.comparingLong(Timestamp::getSeconds).thenComparingInt(Timestamp::getNanos);

  static TimeRange of(GetFlowsRequest request) {
    return new TimeRange(
        request.hasSince() ? Optional.of(request.getSince()) : Optional.empty(),
        request.hasUntil() ? Optional.of(request.getUntil()) : Optional.empty());
  }

  boolean contains(GetFlowsResponse entry) {
    Timestamp time = entry.getTime();
    return since.filter(bound -> ORDER.compare(time, bound) < 0).isEmpty()
        && until.filter(bound -> ORDER.compare(time, bound) > 0).isEmpty();
  }
}
