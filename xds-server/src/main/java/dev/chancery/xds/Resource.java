package dev.chancery.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * A resource as it goes out.
 *
 * @param version hash of the content: the same content has the same version after a restart
 */
public record Resource(ResourceKey key, String version, Any body) {
  /** Packs a message under its own type URL. */
  public static Resource of(String name, Message message) {
    throw new UnsupportedOperationException("not written yet");
  }
}
