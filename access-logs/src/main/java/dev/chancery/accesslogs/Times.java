package dev.chancery.accesslogs;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as proxies write them, held within what a flow can carry. */
final class Times {
  private static final long NANOS = 1_000_000_000L;
  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final long LONGEST_SECONDS = 1_000_000_000L;

  private final RecordProblems problems;

  Times(RecordProblems problems) {
    this.problems = problems;
  }

  /** Nanoseconds since 1970, unsigned. */
  static Instant ofNanos(long unsigned) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(unsigned, NANOS), Long.remainderUnsigned(unsigned, NANOS));
  }

  Instant of(Timestamp time) {
    boolean valid =
        time.getSeconds() >= FIRST_SECOND
            && time.getSeconds() <= LAST_SECOND
            && time.getNanos() >= 0
            && time.getNanos() < NANOS;
    if (!valid) {
      problems.add(RecordProblem.TIME);
      return Instant.EPOCH;
    }
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** At least zero, and at most some thirty years. */
  static long nanos(Duration duration) {
    if (duration.getSeconds() < 0 || duration.getNanos() < 0) {
      return 0;
    }
    return Math.min(duration.getSeconds(), LONGEST_SECONDS) * NANOS + duration.getNanos();
  }
}
