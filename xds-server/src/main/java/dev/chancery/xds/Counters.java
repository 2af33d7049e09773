package dev.chancery.xds;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts, written from every stream. */
final class Counters {
  private final Map<Counter, LongAdder> values = new EnumMap<>(Counter.class);
  private final Map<String, LongAdder> bytesSent = new ConcurrentHashMap<>();

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

  /** Bytes of responses; the types are those of the server, so there is a bound on them. */
  void sent(String typeUrl, int bytes) {
    bytesSent.computeIfAbsent(typeUrl, t -> new LongAdder()).add(bytes);
  }

  SortedMap<String, Long> bytesSent() {
    SortedMap<String, Long> copy = new TreeMap<>();
    bytesSent.forEach((typeUrl, bytes) -> copy.put(typeUrl, bytes.sum()));
    return copy;
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
