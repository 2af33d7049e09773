package dev.chancery.accesslogs.seqpacket;

import java.io.IOException;

/** Something to poll that another thread can make ready: an eventfd. */
final class WakeUp implements AutoCloseable {
  private static final byte[] ONCE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final int fd;

  private WakeUp(int fd) {
    this.fd = fd;
  }

  static WakeUp open() throws IOException {
    int fd = Libc.CALLS.eventfd(0, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
    if (fd < 0) {
      throw Libc.failure("eventfd");
    }
    return new WakeUp(fd);
  }

  int fd() {
    return fd;
  }

  void wake() {
    Libc.CALLS.write(fd, ONCE, ONCE.length);
  }

  @Override
  public void close() {
    Libc.CALLS.close(fd);
  }
}
