package dev.chancery.flows.decode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the most recent requests were seen, and which trace they belong to, by {@code X-Request-Id}.
 * The first response takes both away. Holds {@value #CAPACITY} of each, as Hubble does.
 */
final class RequestMemory {
  static final int CAPACITY = 10_000;

  /** Ids are some 36 characters; what is far longer would only cost memory. */
  private static final int LONGEST_ID = 256;

  private final Map<String, Instant> times = new Bounded<>();
  private final Map<String, String> traces = new Bounded<>();

  void remember(String requestId, Instant time, String trace) {
    if (requestId.isEmpty() || requestId.length() > LONGEST_ID) {
      return;
    }
    times.put(requestId, time);
    if (!trace.isEmpty()) {
      traces.put(requestId, trace);
    }
  }

  @Nullable Instant forgetTime(String requestId) {
    return times.remove(requestId);
  }

  /** Empty where there is none. */
  String forgetTrace(String requestId) {
    String trace = traces.remove(requestId);
    return trace == null ? "" : trace;
  }

  private static final class Bounded<V> extends LinkedHashMap<String, V> {
    Bounded() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > CAPACITY;
    }
  }
}
