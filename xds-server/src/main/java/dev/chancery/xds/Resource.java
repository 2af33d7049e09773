package dev.chancery.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A resource as it goes out.
 *
 * @param version hash of the content: the same content has the same version after a restart
 */
public record Resource(ResourceKey key, String version, Any body) {
  private static final String TYPE_URL_PREFIX = "type.googleapis.com/";

  public Resource {
    if (version.isEmpty()) {
      throw new IllegalArgumentException(
          "resource version: empty (expected: a hash of the content)");
    }
  }

  /** Packs a message under its own type URL. */
  public static Resource of(String name, Message message) {
    Any body = pack(message);
    ResourceKey key = new ResourceKey(body.getTypeUrl(), name);
    return new Resource(key, ContentHash.of(body.getValue()), body);
  }

  /**
   * Packs a message with its map fields in the order of their keys, so that equal messages are
   * equal bytes in every process. A message inside a resource, such as a filter's {@code
   * typed_config}, wants to be packed with this as well.
   */
  public static Any pack(Message message) {
    ByteString.Output bytes = ByteString.newOutput(message.getSerializedSize());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Any.newBuilder()
        .setTypeUrl(TYPE_URL_PREFIX + message.getDescriptorForType().getFullName())
        .setValue(bytes.toByteString())
        .build();
  }

  String name() {
    return key.name();
  }

  /** Without the content, which may be a secret, and without its hash. */
  @Override
  public String toString() {
    return "Resource[" + key + "]";
  }
}
