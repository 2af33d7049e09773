package dev.chancery.accesslogs.seqpacket;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where the access-log socket is, and what it takes.
 *
 * @param path of the socket, at most 107 bytes; its folder exists
 * @param group number of the group that may connect beside root and this user; the socket's group
 *     is left as it is where empty
 * @param bufferBytes longest record, 1 to {@value #LARGEST_BUFFER}; less than {@value
 *     #SMALLEST_BUFFER} counts as that, since all headers of a request are in a record
 * @param maxClients connections at a time, at least 1; a proxy has one
 */
public record AccessLogSocketOptions(
    Path path, OptionalInt group, int bufferBytes, int maxClients) {
  public static final int SMALLEST_BUFFER = 64 * 1024;

  /** More than a socket of Linux's default size can send. */
  public static final int DEFAULT_BUFFER = 256 * 1024;

  public static final int LARGEST_BUFFER = 16 * 1024 * 1024;

  public static final int DEFAULT_CLIENTS = 256;

  public AccessLogSocketOptions {
    if (bufferBytes < 1 || bufferBytes > LARGEST_BUFFER) {
      throw new IllegalArgumentException(
          "access-log buffer: " + bufferBytes + " bytes (expected: 1-" + LARGEST_BUFFER + ")");
    }
    if (maxClients < 1) {
      throw new IllegalArgumentException(
          "access-log clients: " + maxClients + " (expected: at least 1)");
    }
    bufferBytes = Math.max(bufferBytes, SMALLEST_BUFFER);
  }

  /** With the defaults, and for this user and root alone. */
  public static AccessLogSocketOptions at(Path path) {
    return new AccessLogSocketOptions(path, OptionalInt.empty(), DEFAULT_BUFFER, DEFAULT_CLIENTS);
  }

  public AccessLogSocketOptions withGroup(int gid) {
    return new AccessLogSocketOptions(path, OptionalInt.of(gid), bufferBytes, maxClients);
  }

  public AccessLogSocketOptions withBufferBytes(int bytes) {
    return new AccessLogSocketOptions(path, group, bytes, maxClients);
  }

  public AccessLogSocketOptions withMaxClients(int clients) {
    return new AccessLogSocketOptions(path, group, bufferBytes, clients);
  }
}
