package dev.chancery.xds;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts, written from every stream. */
final class Counters {
  private final Map<Counter, LongAdder> values = new EnumMap<>(Counter.class);

  Counters() {
    for (Counter counter : Counter.values()) {
      values.put(counter, new LongAdder());
    }
  }

  void add(Counter counter) {
    of(counter).increment();
  }

  long get(Counter counter) {
    return of(counter).sum();
  }

  private LongAdder of(Counter counter) {
    return Objects.requireNonNull(values.get(counter));
  }

  Map<Counter, Long> snapshot() {
    Map<Counter, Long> copy = new EnumMap<>(Counter.class);
    values.forEach((counter, value) -> copy.put(counter, value.sum()));
    return copy;
  }
}
