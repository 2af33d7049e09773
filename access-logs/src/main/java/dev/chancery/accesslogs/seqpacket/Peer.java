package dev.chancery.accesslogs.seqpacket;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import jnr.ffi.Pointer;

/**
 * The process at the other end of a connection, as it was when it connected ({@code SO_PEERCRED},
 * {@code SO_PEERGROUPS}).
 */
record Peer(int fd, int uid, int gid) {
  private static final int UCRED_BYTES = 12;
  private static final int MOST_GROUPS = 65536;

  static Peer of(int fd) throws IOException {
    int[] credentials = read(fd, Libc.SO_PEERCRED, UCRED_BYTES);
    return new Peer(fd, credentials[1], credentials[2]);
  }

  /** Root, this process's own user, and members of the group. */
  boolean isTrusted(OptionalInt group) throws IOException {
    return uid == 0
        || uid == Libc.CALLS.geteuid()
        || (group.isPresent() && isMember(group.getAsInt()));
  }

  private boolean isMember(int group) throws IOException {
    return gid == group
        || Arrays.stream(read(fd, Libc.SO_PEERGROUPS, MOST_GROUPS * Integer.BYTES))
            .anyMatch(other -> other == group);
  }

  private static int[] read(int fd, int option, int bytes) throws IOException {
    Pointer value = Libc.allocate(bytes);
    Pointer length = Libc.allocate(Integer.BYTES);
    length.putInt(0, bytes);
    if (Libc.CALLS.getsockopt(fd, Libc.SOL_SOCKET, option, value, length) != 0) {
      throw Libc.failure("peer of the access-log socket");
    }
    int[] numbers = new int[length.getInt(0) / Integer.BYTES];
    value.get(0, numbers, 0, numbers.length);
    return numbers;
  }
}
