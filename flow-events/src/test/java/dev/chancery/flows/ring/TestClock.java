package dev.chancery.flows.ring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until told. */
public final class TestClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-02T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
