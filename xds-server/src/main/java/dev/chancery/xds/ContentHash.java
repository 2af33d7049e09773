package dev.chancery.xds;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** The first 128 bits of SHA-256, in hex: what stands for a content on the wire. */
final class ContentHash {
  private static final int BYTES = 16;

  private ContentHash() {}

  static String of(ByteString content) {
    MessageDigest digest = sha256();
    content.asReadOnlyByteBufferList().forEach(digest::update);
    return hex(digest);
  }

  /** Hash of a set of resources: their names and versions, in the order given. */
  static String of(Collection<Resource> resources) {
    MessageDigest digest = sha256();
    for (Resource resource : resources) {
      digest.update(resource.name().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(resource.version().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
