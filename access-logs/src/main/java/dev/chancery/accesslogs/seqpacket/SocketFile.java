package dev.chancery.accesslogs.seqpacket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The name of a listening socket in the file system, mode 0660. It is bound under another name and
 * moved once mode and group are right. What a dead process left is replaced; a socket that somebody
 * serves, and what is no socket, is not.
 */
final class SocketFile {
  private static final AtomicInteger BOUND = new AtomicInteger();

  private final Path path;
  private final @Nullable Object inode;

  private SocketFile(Path path) throws IOException {
    this.path = path;
    this.inode = inode(path);
  }

  /**
   * Binds a socket that is not bound yet.
   *
   * @throws IOException with a message for the user
   */
  static SocketFile bind(int fd, Path path, OptionalInt group) throws IOException {
    byte[] wanted = Libc.address(path);
    refuseWhatIsInUse(path, wanted);
    Path bound =
        path.resolveSibling("~" + ProcessHandle.current().pid() + "." + BOUND.incrementAndGet());
    Files.deleteIfExists(bound);
    byte[] address = Libc.address(bound);
    if (Libc.CALLS.bind(fd, address, address.length) != 0) {
      throw Libc.failure("access-log socket: " + path);
    }
    try {
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-rw----"));
      if (group.isPresent()) {
        Files.setAttribute(bound, "unix:gid", group.getAsInt(), LinkOption.NOFOLLOW_LINKS);
      }
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
      return new SocketFile(path);
    } catch (IOException e) {
      Files.deleteIfExists(bound);
      throw e;
    }
  }

  private static void refuseWhatIsInUse(Path path, byte[] address) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new IOException("access-log socket: " + path + " exists and is no socket");
    }
    int probe = Libc.packetSocket();
    try {
      int connected = Libc.CALLS.connect(probe, address, address.length);
      if (connected == 0 || Libc.errno() != Libc.ECONNREFUSED) {
        throw new IOException("access-log socket: " + path + " is served by another process");
      }
    } finally {
      Libc.CALLS.close(probe);
    }
  }

  /** Leaves it where it is another's by now. */
  void remove() throws IOException {
    if (inode != null && inode.equals(inode(path))) {
      Files.deleteIfExists(path);
    }
  }

  private static @Nullable Object inode(Path path) throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey()
        : null;
  }
}
