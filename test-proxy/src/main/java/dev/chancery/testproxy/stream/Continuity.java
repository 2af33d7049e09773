package dev.chancery.testproxy.stream;

import dev.chancery.testproxy.wire.XdsType;
import java.util.EnumMap;
import java.util.Map;

/**
 * What holds across the streams of one life of the process: their numbers, how often the control
 * plane went away, and the greatest version of each type while it stayed. Lives on the loop.
 */
public final class Continuity {
  private record Seen(int departures, long version) {}

  private int streams;
  private int departures;
  private final Map<XdsType, Seen> seen = new EnumMap<>(XdsType.class);

  int nextStream() {
    return ++streams;
  }

  void departed() {
    departures++;
  }

  /** How often the control plane went away; another one knows nothing of what went before. */
  int departures() {
    return departures;
  }

  /** Whether a new stream replays what is older than what this control plane sent before (22). */
  boolean replays(XdsType type, long version) {
    Seen before = seen.get(type);
    return before != null
        && before.departures() == departures
        && Long.compareUnsigned(version, before.version()) < 0;
  }

  void saw(XdsType type, long version) {
    seen.put(type, new Seen(departures, version));
  }
}
