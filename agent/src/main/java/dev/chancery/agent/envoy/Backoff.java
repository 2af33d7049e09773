package dev.chancery.agent.envoy;

import java.time.Duration;

/**
 * How long to wait before the next start: doubling from {@code first} to {@code most}, and from
 * {@code first} again after a run of at least {@code healthy}. A value: {@link #after} gives the
 * one that follows.
 *
 * @param failures starts in a row that did not last
 */
record Backoff(Duration first, Duration most, Duration healthy, int failures) {
  static final Backoff DEFAULT =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(10), 0);

  Backoff {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0 || failures < 0) {
      throw new IllegalArgumentException(
          "back-off: %s to %s (expected: positive, ascending)".formatted(first, most));
    }
  }

  Backoff after(Duration ran) {
    return new Backoff(first, most, healthy, ran.compareTo(healthy) >= 0 ? 1 : failures + 1);
  }

  Duration delay() {
    var doublings = Math.min(Math.max(failures - 1, 0), 20);
    var delay = first.multipliedBy(1L << doublings);
    return delay.compareTo(most) > 0 ? most : delay;
  }
}
