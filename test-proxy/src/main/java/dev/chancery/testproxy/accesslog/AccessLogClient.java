package dev.chancery.testproxy.accesslog;

import dev.chancery.api.cilium.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's end of the access-log socket: one {@code cilium.LogEntry} a packet, without a length.
 * A record is tried twice and never waited for: where the buffer is full or nobody listens, it is
 * dropped and counted. One client of a path serves all threads of a proxy.
 *
 * @see <a href="https://github.com/cilium/proxy/blob/main/cilium/uds_client.cc">uds_client.cc</a>
 */
public final class AccessLogClient implements AutoCloseable {
  private static final int TRIES = 2;

  private final Path path;
  private @Nullable PacketSocket socket;
  private boolean closed;
  private long sent;
  private long dropped;
  private long connects;

  /** Connects with the first record. */
  public AccessLogClient(Path path) {
    this.path = path;
  }

  /** Never blocks on a full buffer. False where the record was dropped. */
  public boolean log(LogEntry entry) {
    return send(entry.toByteArray());
  }

  /** Any bytes as one packet, as a broken proxy may send them. */
  public synchronized boolean send(byte[] packet) {
    for (int tries = 0; tries < TRIES && !closed; tries++) {
      if (trySend(packet)) {
        sent++;
        return true;
      }
    }
    dropped++;
    return false;
  }

  private boolean trySend(byte[] packet) {
    try {
      PacketSocket connected = connected();
      int errno = connected.send(packet);
      if (errno != 0 && errno != PacketSocket.EAGAIN) {
        disconnect();
      }
      return errno == 0;
    } catch (IOException nobodyListens) {
      return false;
    }
  }

  private PacketSocket connected() throws IOException {
    PacketSocket now = socket;
    if (now == null) {
      now = PacketSocket.connect(path);
      connects++;
      socket = now;
    }
    return now;
  }

  /** Connects now, where it is not connected. */
  public synchronized void connect() throws IOException {
    connected();
  }

  /** The next record connects anew. */
  public synchronized void disconnect() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  /** Waits until the server has closed this connection; it must be connected. */
  public void awaitEnd() {
    PacketSocket connected;
    synchronized (this) {
      connected = socket;
    }
    if (connected == null) {
      throw new IllegalStateException("access-log client: not connected");
    }
    connected.awaitEnd();
  }

  /** Records that the kernel has taken. */
  public synchronized long sent() {
    return sent;
  }

  /** Records that were given up. */
  public synchronized long dropped() {
    return dropped;
  }

  /** How often it has connected. */
  public synchronized long connects() {
    return connects;
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
