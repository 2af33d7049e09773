package dev.chancery.xds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response that waits for its answer, and what the answer will be about.
 *
 * @param items resources that the client has not answered for yet; for state of the world this
 *     leaves out those it has already taken
 */
record SentResponse(String nonce, List<Item> items) {
  SentResponse {
    items = List.copyOf(items);
  }

  /**
   * @param version empty for a removal
   * @param resource null for a removal
   */
  record Item(String name, String version, long sequence, @Nullable Resource resource) {
    static Item of(String name, Told told) {
      return new Item(name, told.version(), told.sequence(), told.sent());
    }
  }
}
