package dev.chancery.testproxy.accesslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** A connected socket of AF_UNIX, SOCK_SEQPACKET, through libc: the JDK knows none. Linux only. */
final class PacketSocket implements AutoCloseable {
  /** What is called of libc. */
  public interface Libc {
    int socket(int domain, int type, int protocol);

    int connect(int fd, @In byte[] address, int length);

    long send(int fd, @In byte[] data, long length, int flags);

    long recv(int fd, @Out byte[] data, long length, int flags);

    int close(int fd);

    String strerror(int errno);
  }

  /** The buffer is full. */
  static final int EAGAIN = 11;

  private static final Libc LIBC = LibraryLoader.create(Libc.class).load("c");
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_EOR = 0x80;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int LONGEST_PATH = 107;

  private final int fd;

  private PacketSocket(int fd) {
    this.fd = fd;
  }

  /**
   * @throws IOException where nobody listens there, or what listens is no such socket
   */
  static PacketSocket connect(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > LONGEST_PATH) {
      throw new IOException(path + ": longer than " + LONGEST_PATH + " bytes");
    }
    byte[] address = Arrays.copyOf(new byte[] {AF_UNIX, 0}, 2 + name.length + 1);
    System.arraycopy(name, 0, address, 2, name.length);
    int fd = LIBC.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw new IOException("socket: " + LIBC.strerror(errno()));
    }
    if (LIBC.connect(fd, address, address.length) != 0) {
      String reason = LIBC.strerror(errno());
      LIBC.close(fd);
      throw new IOException(path + ": " + reason);
    }
    return new PacketSocket(fd);
  }

  /** One packet, without waiting; 0, or the errno. */
  int send(byte[] packet) {
    long sent = LIBC.send(fd, packet, packet.length, MSG_DONTWAIT | MSG_EOR | MSG_NOSIGNAL);
    return sent < 0 ? errno() : 0;
  }

  /** Waits until the other side has closed. */
  void awaitEnd() {
    byte[] nothing = new byte[1];
    while (LIBC.recv(fd, nothing, nothing.length, 0) > 0) {
      continue;
    }
  }

  private static int errno() {
    return Runtime.getSystemRuntime().getLastError();
  }

  @Override
  public void close() {
    LIBC.close(fd);
  }
}
