package dev.chancery.testproxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Lets tests wait for the loop. */
final class Monitor {
  private long changes;

  synchronized void changed() {
    changes++;
    notifyAll();
  }

  private synchronized long changes() {
    return changes;
  }

  /** Whether there is time left after the next change, or at once where that has come. */
  private synchronized boolean waitAfter(long seen, long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (changes == seen && left > 0) {
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      left = deadline - System.nanoTime();
    }
    return left > 0;
  }

  /**
   * @param what names the condition where it does not come
   * @param describe what is there instead
   */
  void await(String what, Duration longest, BooleanSupplier condition, Supplier<String> describe) {
    long deadline = System.nanoTime() + longest.toNanos();
    try {
      while (true) {
        long seen = changes();
        if (condition.getAsBoolean()) {
          return;
        }
        if (!waitAfter(seen, deadline)) {
          throw new AssertionError("waited " + longest + " for " + what + ": " + describe.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
