package dev.chancery.xds;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which type's first response on a stream waits for another type, as the {@link XdsServerBuilder}
 * was told.
 */
final class StartOrder {
  /**
   * @param typeUrl that a node has to take before
   * @param isRenewal whether the client goes on meanwhile with what it has from an earlier stream
   */
  record Awaited(String typeUrl, boolean isRenewal) {}

  private final Map<String, String> first = new HashMap<>();
  private final Map<String, String> renewed = new HashMap<>();

  void firstAfter(String typeUrl, String earlier) {
    first.put(typeUrl, earlier);
  }

  void renewedAfter(String typeUrl, String earlier) {
    renewed.put(typeUrl, earlier);
  }

  /**
   * What a type waits for.
   *
   * @param continues whether the client has resources of the type from an earlier stream
   */
  Optional<Awaited> of(String typeUrl, boolean continues) {
    if (continues && renewed.containsValue(typeUrl)) {
      return Optional.empty();
    }
    return continues && renewed.containsKey(typeUrl)
        ? Optional.of(new Awaited(renewed.get(typeUrl), true))
        : Optional.ofNullable(first.get(typeUrl)).map(earlier -> new Awaited(earlier, false));
  }

  /** Whether something may wait for this type. */
  boolean isAwaited(String typeUrl) {
    return first.containsValue(typeUrl) || renewed.containsValue(typeUrl);
  }
}
