package dev.chancery.xds;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map with a bound, which loses the least recently used entry. Not for several threads. */
final class LeastRecent<K, V> extends LinkedHashMap<K, V> {
  private final int max;

  LeastRecent(int max) {
    super(16, 0.75f, true);
    this.max = max;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > max;
  }
}
