package dev.chancery.accesslogs.seqpacket;

import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of cilium-envoy's access log: AF_UNIX, SOCK_SEQPACKET, one {@code cilium.LogEntry} a
 * packet, any number of proxies.
 *
 * <p>One thread reads all connections in turn and never waits for what is behind it: a full queue
 * drops and counts. What a proxy has sent and nobody has read yet is kept by Linux at the charge of
 * the proxy's own send buffer, so there is no buffer to enlarge on this side; a proxy whose buffer
 * is full drops the record itself.
 *
 * <p>Closing takes the name away, turns senders off, and then reads everything that was sent.
 *
 * @see <a
 *     href="https://github.com/cilium/proxy/blob/main/cilium/api/accesslog.proto">accesslog.proto</a>
 */
public final class AccessLogSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AccessLogSocket.class);

  /** Packets of one connection before the next one has its turn. */
  private static final int TURN = 64;

  private static final int ACCEPTS = 64;
  private static final int NO_DESCRIPTORS_MILLIS = 100;
  private static final long END_MILLIS = 5_000;
  private static final int OWN_ENTRIES = 2;

  private final AccessLogSocketOptions options;
  private final PacketListener listener;
  private final WakeUp wakeUp;
  private final PacketReader reader;
  private final Tally tally = new Tally();
  private final List<PacketConnection> connections = new ArrayList<>();
  private final PollSet polled;
  private final Thread thread = new Thread(this::run, "access-log-socket");
  private final AtomicBoolean closing = new AtomicBoolean();
  private boolean outOfDescriptors;

  private AccessLogSocket(
      AccessLogSocketOptions options,
      PacketListener listener,
      WakeUp wakeUp,
      RecordQueue queue,
      RecordProblems problems) {
    this.options = options;
    this.listener = listener;
    this.wakeUp = wakeUp;
    this.reader = new PacketReader(options.bufferBytes(), queue, problems, tally);
    this.polled = new PollSet(options.maxClients() + OWN_ENTRIES);
    thread.setDaemon(true);
  }

  /**
   * Binds and reads.
   *
   * @throws IOException with a message for the user: the path is too long, is no socket, is served
   *     by another process, or may not be given to the group
   */
  public static AccessLogSocket start(
      AccessLogSocketOptions options, RecordQueue queue, RecordProblems problems)
      throws IOException {
    WakeUp wakeUp = WakeUp.open();
    try {
      PacketListener listener = PacketListener.open(options.path(), options.group());
      var socket = new AccessLogSocket(options, listener, wakeUp, queue, problems);
      socket.thread.start();
      return socket;
    } catch (IOException e) {
      wakeUp.close();
      throw e;
    }
  }

  public Path path() {
    return options.path();
  }

  public AccessLogCounts counts() {
    return tally.counts();
  }

  private void run() {
    while (!closing.get()) {
      polled.clear();
      polled.add(wakeUp.fd(), Libc.POLLIN);
      polled.add(listener.fd(), outOfDescriptors ? Libc.NO_EVENTS : Libc.POLLIN);
      connections.forEach(c -> polled.add(c.fd(), Libc.POLLIN));
      polled.await(outOfDescriptors ? NO_DESCRIPTORS_MILLIS : -1);
      outOfDescriptors = false;
      boolean someoneWaits = polled.isReady(1);
      readReady();
      if (someoneWaits) {
        accept(ACCEPTS);
      }
    }
    finish();
  }

  /** Backwards, so that what ends does not move what is still to be asked. */
  private void readReady() {
    for (int i = connections.size() - 1; i >= 0; i--) {
      PacketConnection connection = connections.get(i);
      if (polled.isReady(i + OWN_ENTRIES) && !reader.read(connection, TURN)) {
        connection.close();
        connections.remove(i);
      }
    }
    tally.openClients.set(connections.size());
  }

  /** How many waited, at most a number. */
  private int accept(int atMost) {
    for (int i = 0; i < atMost; i++) {
      int fd = listener.accept();
      if (fd < 0) {
        outOfDescriptors = fd == PacketListener.NO_DESCRIPTORS;
        return i;
      }
      take(new PacketConnection(fd));
    }
    return atMost;
  }

  private void take(PacketConnection connection) {
    if (!isTrusted(connection)) {
      told(tally.refusedClients.incrementAndGet(), "access-log client refused: of another user");
      connection.close();
      return;
    }
    if (connections.size() >= options.maxClients()) {
      dropIdlest();
    }
    connections.add(connection);
    tally.openClients.set(connections.size());
    tally.totalClients.incrementAndGet();
  }

  /**
   * Those that have never sent anything go first, the oldest of them; then who has been silent for
   * longest. A proxy connects again when it has something to say; what it has sent is read.
   */
  private void dropIdlest() {
    PacketConnection idlest =
        Collections.min(connections, Comparator.comparingLong(PacketConnection::lastHeard));
    connections.remove(idlest);
    told(tally.droppedClients.incrementAndGet(), "idle access-log client dropped: too many");
    readToTheEnd(idlest);
    idlest.close();
  }

  private boolean isTrusted(PacketConnection connection) {
    try {
      return Peer.of(connection.fd()).isTrusted(options.group());
    } catch (IOException unknownPeer) {
      return false;
    }
  }

  /** One line at the first, and whenever their number has doubled. */
  private void told(long count, String message) {
    if (Long.bitCount(count) == 1) {
      log.atWarn()
          .addKeyValue("socket", options.path())
          .addKeyValue("count", count)
          .addKeyValue("open", connections.size())
          .log(message);
    }
  }

  /** All that was sent before senders were turned off, also by who waits to be accepted. */
  private void finish() {
    listener.refuse();
    readAllToTheEnd();
    boolean someoneWaits = true;
    while (someoneWaits) {
      someoneWaits = accept(ACCEPTS) == ACCEPTS;
      readAllToTheEnd();
    }
    listener.close();
  }

  private void readAllToTheEnd() {
    for (PacketConnection connection : connections) {
      readToTheEnd(connection);
      connection.close();
    }
    connections.clear();
    tally.openClients.set(0);
  }

  /** It can send no more; what it has sent is read. */
  private void readToTheEnd(PacketConnection connection) {
    connection.refuse();
    boolean open = true;
    while (open) {
      open = reader.read(connection, TURN);
    }
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    wakeUp.wake();
    try {
      thread.join(END_MILLIS);
      if (!thread.isAlive()) {
        wakeUp.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
