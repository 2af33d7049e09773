package dev.chancery.flows.ring;

import dev.chancery.api.flow.Endpoint;
import dev.chancery.api.flow.Flow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Namespaces of the flows of the last hour; at most {@value #CAPACITY} of them. Thread-safe. */
final class SeenNamespaces {
  static final int CAPACITY = 10_000;

  private static final Duration MEMORY = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<SeenNamespace, Instant> lastSeen =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SeenNamespace, Instant> eldest) {
          return size() > CAPACITY;
        }
      };

  SeenNamespaces(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(Flow flow) {
    add(flow.getSource());
    add(flow.getDestination());
  }

  private void add(Endpoint endpoint) {
    if (!endpoint.getNamespace().isEmpty()) {
      lastSeen.put(
          new SeenNamespace(endpoint.getClusterName(), endpoint.getNamespace()), clock.instant());
    }
  }

  synchronized List<SeenNamespace> list() {
    Instant oldest = clock.instant().minus(MEMORY);
    lastSeen.values().removeIf(seen -> seen.isBefore(oldest));
    return lastSeen.keySet().stream()
        .sorted(
            Comparator.comparing(SeenNamespace::cluster).thenComparing(SeenNamespace::namespace))
        .toList();
  }
}
