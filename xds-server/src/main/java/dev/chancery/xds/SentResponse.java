package dev.chancery.xds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response that waits for its answer, and what the answer will be about.
 *
 * @param items resources that the client has not answered for yet; for state of the world this
 *     leaves out those it has already taken
 * @param content all resources in the response
 * @param isState whether {@code content} is all that the client has of the type then
 * @param bytes size on the wire
 */
record SentResponse(
    String nonce, List<Item> items, List<Resource> content, boolean isState, int bytes) {
  SentResponse {
    items = List.copyOf(items);
    content = List.copyOf(content);
  }

  /**
   * @param version empty for a removal
   * @param resource null for a removal
   */
  record Item(String name, String version, long sequence, @Nullable Resource resource) {
    static Item of(String name, Told told) {
      return new Item(name, told.version(), told.sequence(), told.sent());
    }

    boolean isRemoval() {
      return version.isEmpty();
    }
  }

  /** The same for the same content. */
  String contentHash() {
    return ContentHash.of(content);
  }
}
