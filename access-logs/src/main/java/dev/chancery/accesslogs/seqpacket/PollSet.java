package dev.chancery.accesslogs.seqpacket;

import jnr.ffi.Pointer;

/** An array of {@code struct pollfd}, for one thread. */
final class PollSet {
  private static final int ENTRY_BYTES = 8;
  private static final int EVENTS = 4;
  private static final int RETURNED = 6;

  private final Pointer entries;
  private int size;

  PollSet(int capacity) {
    this.entries = Libc.allocate(capacity * ENTRY_BYTES);
  }

  void clear() {
    size = 0;
  }

  void add(int fd, short events) {
    long at = (long) size * ENTRY_BYTES;
    entries.putInt(at, fd);
    entries.putShort(at + EVENTS, events);
    entries.putShort(at + RETURNED, (short) 0);
    size++;
  }

  /**
   * @param millis 0 does not wait, -1 waits for ever
   */
  void await(int millis) {
    if (Libc.CALLS.poll(entries, size, millis) < 0) {
      for (int i = 0; i < size; i++) {
        entries.putShort((long) i * ENTRY_BYTES + RETURNED, (short) 0);
      }
    }
  }

  /** Whether there is an event, an error or an end. */
  boolean isReady(int index) {
    return entries.getShort((long) index * ENTRY_BYTES + RETURNED) != 0;
  }
}
