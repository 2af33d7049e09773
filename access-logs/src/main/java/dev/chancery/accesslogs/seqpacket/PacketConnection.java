package dev.chancery.accesslogs.seqpacket;

import jnr.ffi.Pointer;

/** One accepted connection. What is queued in it when the other side closes can still be read. */
final class PacketConnection implements AutoCloseable {
  /** There is no packet now. */
  static final long NOTHING = -1;

  /** There will be no packet any more. */
  static final long END = -2;

  private final int fd;
  private long lastHeard;

  PacketConnection(int fd) {
    this.fd = fd;
  }

  int fd() {
    return fd;
  }

  /** Which of all packets was its last, counted from 1; 0 where it has never sent one. */
  long lastHeard() {
    return lastHeard;
  }

  void heard(long packet) {
    lastHeard = packet;
  }

  /**
   * The next packet.
   *
   * @return its whole length, which may be more than the capacity; or {@link #NOTHING}, {@link
   *     #END}
   */
  long receive(Pointer buffer, int capacity) {
    long length;
    do {
      length = Libc.CALLS.recv(fd, buffer, capacity, Libc.MSG_DONTWAIT | Libc.MSG_TRUNC);
    } while (length < 0 && isPassing(Libc.errno()));
    if (length < 0) {
      return Libc.errno() == Libc.EAGAIN ? NOTHING : END;
    }
    return length == 0 && isAtEnd() ? END : length;
  }

  /** Told once, and then what is queued can be read. */
  private static boolean isPassing(int errno) {
    return errno == Libc.EINTR || errno == Libc.ECONNRESET;
  }

  /** An empty packet reads as the end does; but at the end, the other side is gone. */
  private boolean isAtEnd() {
    Pointer queued = Libc.allocate(Integer.BYTES);
    if (Libc.CALLS.ioctl(fd, Libc.FIONREAD, queued) != 0 || queued.getInt(0) > 0) {
      return false;
    }
    var self = new PollSet(1);
    self.add(fd, Libc.POLLRDHUP);
    self.await(0);
    return self.isReady(0);
  }

  /** The other side can send no more; what it has sent can be read. */
  void refuse() {
    Libc.CALLS.shutdown(fd, Libc.SHUT_RD);
  }

  @Override
  public void close() {
    Libc.CALLS.close(fd);
  }
}
