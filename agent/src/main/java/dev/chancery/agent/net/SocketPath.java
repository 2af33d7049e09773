package dev.chancery.agent.net;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What may stand at the path of a unix socket, and what may be done about it. */
final class SocketPath {
  /** {@code sun_path} holds 108 bytes, the last of which is zero. */
  static final int MAX_BYTES = 107;

  private SocketPath() {}

  /** Fails where the kernel would cut the path. */
  static UnixDomainSocketAddress address(Path path) throws IOException {
    var bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IOException(
          "socket path: %s has %d bytes (expected: at most %d; choose a shorter --run-dir)"
              .formatted(path, bytes, MAX_BYTES));
    }
    return UnixDomainSocketAddress.of(path);
  }

  /**
   * Removes what a dead process left at the path. Fails where something else than a socket stands
   * there, and where somebody still answers.
   */
  static void clear(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new IOException(
          "socket path: " + path + " exists and is not a socket (expected: nothing)");
    }
    if (isServed(path)) {
      throw new SocketInUseException(path);
    }
    Files.deleteIfExists(path);
  }

  private static boolean isServed(Path path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      // Pending is a full backlog: somebody listens.
      channel.connect(address(path));
      return true;
    } catch (java.net.SocketException refused) {
      return false;
    }
  }
}
