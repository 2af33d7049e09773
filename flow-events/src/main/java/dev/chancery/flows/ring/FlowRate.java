package dev.chancery.flows.ring;

import java.time.InstantSource;

/** Flows a second over the last minute, or since the start if that is less ago. Thread-safe. */
final class FlowRate {
  private static final int SECONDS = 60;

  private final InstantSource clock;
  private final long start;
  private final long[] counts = new long[SECONDS];
  private long newest;

  FlowRate(InstantSource clock) {
    this.clock = clock;
    this.start = clock.instant().getEpochSecond();
    this.newest = start;
  }

  synchronized void count() {
    advance();
    counts[slot(newest)]++;
  }

  synchronized double perSecond() {
    advance();
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return (double) sum / Math.min(SECONDS, newest - start + 1);
  }

  /** A clock that goes back leaves the newest second as it is. */
  private void advance() {
    long now = clock.instant().getEpochSecond();
    long from = Math.max(newest + 1, now - SECONDS + 1);
    for (long second = from; second <= now; second++) {
      counts[slot(second)] = 0;
    }
    newest = Math.max(newest, now);
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
