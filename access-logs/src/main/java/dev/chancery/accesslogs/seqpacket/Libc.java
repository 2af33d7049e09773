package dev.chancery.accesslogs.seqpacket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import org.jspecify.annotations.Nullable;

/** The few calls and numbers of Linux's libc that a packet server needs. */
final class Libc {
  /** Functions of libc, under their own names. */
  public interface Calls {
    int socket(int domain, int type, int protocol);

    int bind(int fd, @In byte[] address, int length);

    int connect(int fd, @In byte[] address, int length);

    int listen(int fd, int backlog);

    int accept4(int fd, @Nullable Pointer address, @Nullable Pointer length, int flags);

    long recv(int fd, Pointer buffer, long length, int flags);

    int shutdown(int fd, int how);

    int poll(Pointer entries, long count, int timeoutMillis);

    int ioctl(int fd, long request, Pointer argument);

    int getsockopt(int fd, int level, int option, Pointer value, Pointer length);

    int geteuid();

    int eventfd(int count, int flags);

    long write(int fd, @In byte[] data, long length);

    int close(int fd);

    String strerror(int errno);
  }

  static final int AF_UNIX = 1;
  static final int SOCK_SEQPACKET = 5;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_PEERCRED = 17;
  static final int SO_PEERGROUPS = 59;
  static final int SHUT_RD = 0;

  /** In: the length returned is that of the packet, also where the buffer is shorter. */
  static final int MSG_TRUNC = 0x20;

  static final int MSG_DONTWAIT = 0x40;
  static final int FIONREAD = 0x541b;
  static final short NO_EVENTS = 0;
  static final short POLLIN = 0x1;
  static final short POLLRDHUP = 0x2000;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EMFILE = 24;
  static final int ENFILE = 23;
  static final int ECONNRESET = 104;
  static final int ECONNREFUSED = 111;

  static final Calls CALLS = LibraryLoader.create(Calls.class).load("c");
  static final Runtime RUNTIME = Runtime.getRuntime(CALLS);

  private static final int LONGEST_PATH = 107;

  private Libc() {}

  /** Of the last call of this thread. */
  static int errno() {
    return RUNTIME.getLastError();
  }

  /** With the words of libc for the last error. */
  static IOException failure(String what) {
    return new IOException(what + ": " + CALLS.strerror(errno()));
  }

  static Pointer allocate(int bytes) {
    return Memory.allocateDirect(RUNTIME, bytes);
  }

  /** {@code struct sockaddr_un}. */
  static byte[] address(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > LONGEST_PATH) {
      throw new IOException(
          "socket path: %d bytes (expected: at most %d): %s"
              .formatted(name.length, LONGEST_PATH, path));
    }
    byte[] address = Arrays.copyOf(new byte[] {AF_UNIX, 0}, 2 + name.length + 1);
    System.arraycopy(name, 0, address, 2, name.length);
    return address;
  }

  static int packetSocket() throws IOException {
    int fd = CALLS.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw failure("packet socket");
    }
    return fd;
  }
}
