package dev.chancery.accesslogs.seqpacket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket of AF_UNIX, SOCK_SEQPACKET. */
final class PacketListener implements AutoCloseable {
  /** Nobody waits to be accepted. */
  static final int NOBODY = -1;

  /** This process or the system has no file descriptors left. */
  static final int NO_DESCRIPTORS = -2;

  private static final Logger log = LoggerFactory.getLogger(PacketListener.class);
  private static final int BACKLOG = 1024;

  private final int fd;
  private final SocketFile file;

  private PacketListener(int fd, SocketFile file) {
    this.fd = fd;
    this.file = file;
  }

  /**
   * @throws IOException with a message for the user; nothing is left behind
   */
  static PacketListener open(Path path, OptionalInt group) throws IOException {
    int fd = Libc.packetSocket();
    try {
      SocketFile file = SocketFile.bind(fd, path, group);
      if (Libc.CALLS.listen(fd, BACKLOG) != 0) {
        IOException failure = Libc.failure("access-log socket: " + path);
        file.remove();
        throw failure;
      }
      return new PacketListener(fd, file);
    } catch (IOException e) {
      Libc.CALLS.close(fd);
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  /** A file descriptor that does not block, {@link #NOBODY} or {@link #NO_DESCRIPTORS}. */
  int accept() {
    int accepted = Libc.CALLS.accept4(fd, null, null, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
    if (accepted >= 0) {
      return accepted;
    }
    int errno = Libc.errno();
    return errno == Libc.EMFILE || errno == Libc.ENFILE ? NO_DESCRIPTORS : NOBODY;
  }

  /** From now on nobody new comes; who waits can still be accepted. */
  void refuse() {
    try {
      file.remove();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("access-log socket not removed");
    }
    Libc.CALLS.shutdown(fd, Libc.SHUT_RD);
  }

  @Override
  public void close() {
    Libc.CALLS.close(fd);
  }
}
