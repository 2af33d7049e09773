package dev.chancery.accesslogs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts problems by kind, and logs each kind at most once a minute: never the content of a record.
 * Thread-safe.
 */
public final class RecordProblems {
  private static final Logger LOG = LoggerFactory.getLogger(RecordProblems.class);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<RecordProblem, Tally> tallies = new EnumMap<>(RecordProblem.class);

  public RecordProblems(InstantSource clock) {
    this.clock = clock;
    for (RecordProblem problem : RecordProblem.values()) {
      tallies.put(problem, new Tally());
    }
  }

  /** Counts one. */
  public void add(RecordProblem problem) {
    long count = tally(problem).count.incrementAndGet();
    Instant now = clock.instant();
    if (tally(problem).isTimeToLog(now)) {
      LOG.atWarn()
          .addKeyValue("problem", problem)
          .addKeyValue("count", count)
          .log("access-log records were lost or not whole");
    }
  }

  /** How often since the start. */
  public long count(RecordProblem problem) {
    return tally(problem).count.get();
  }

  /** All kinds, zeros included. */
  public Map<RecordProblem, Long> counts() {
    var counts = new EnumMap<RecordProblem, Long>(RecordProblem.class);
    tallies.forEach((problem, tally) -> counts.put(problem, tally.count.get()));
    return counts;
  }

  private Tally tally(RecordProblem problem) {
    return Objects.requireNonNull(tallies.get(problem));
  }

  private static final class Tally {
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<Instant> nextLog = new AtomicReference<>(Instant.MIN);

    boolean isTimeToLog(Instant now) {
      Instant next = nextLog.get();
      return !now.isBefore(next) && nextLog.compareAndSet(next, now.plus(LOG_INTERVAL));
    }
  }
}
