package dev.chancery.accesslogs.seqpacket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.RecordProblem;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.testproxy.accesslog.AccessLogClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty proxies and their records, with broken clients among them: whatever was offered is stored
 * or counted, to the last record.
 *
 * <p>{@code -Dchancery.load.seconds=20} asks for the whole length.
 */
class AccessLogLoadIT {
  private static final int CLIENTS = 20;
  private static final int RATE = Integer.getInteger("chancery.load.rate", 100_000);
  private static final int SECONDS = Integer.getInteger("chancery.load.seconds", 3);
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  /** A proxy writes as its requests end, a few at a time. */
  private static final int BURST = 10;

  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final RecordQueue queue = new RecordQueue(16 * 1024, 64L << 20, problems);
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  @TempDir private Path folder;

  /** What one client offered, and what became of it as far as the client knows. */
  private record Outcome(long offered, long sent, long dropped) {
    Outcome plus(Outcome other) {
      return new Outcome(offered + other.offered, sent + other.sent, dropped + other.dropped);
    }
  }

  @Test
  void everyRecordIsStoredOrCounted() throws Exception {
    System.out.println("AccessLogLoadIT seed " + SEED);
    Path path = folder.resolve("access_log.sock");
    var options =
        AccessLogSocketOptions.at(path).withBufferBytes(AccessLogSocketOptions.SMALLEST_BUFFER);
    var socket = AccessLogSocket.start(options, queue, problems);
    var consumer = new Thread(this::consume, "consumer");
    consumer.start();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + BadClient.values().length);
    long start = System.nanoTime();
    long end = start + SECONDS * 1_000_000_000L;
    List<Future<Outcome>> good = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String id = "client-" + i;
      good.add(threads.submit(() -> proxy(path, id, end)));
    }
    List<Future<Outcome>> bad = new ArrayList<>();
    for (BadClient kind : BadClient.values()) {
      bad.add(threads.submit(() -> spoil(path, kind, end)));
    }
    Outcome proxies = sum(good);
    Outcome spoilers = sum(bad);
    double seconds = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    socket.close();
    consumer.interrupt();
    consumer.join();

    AccessLogCounts counts = socket.counts();
    System.out.println(
        "%d clients, %.1f s: %,.0f records/s offered, %,.0f/s decoded; dropped by the clients %d, by the queue %d; broken: %d sent, %d truncated, %d malformed; %d connections"
            .formatted(
                CLIENTS,
                seconds,
                proxies.offered() / seconds,
                counts.decoded() / seconds,
                proxies.dropped(),
                lost.get(),
                spoilers.sent(),
                counts.truncated(),
                counts.malformed(),
                counts.totalClients()));
    assertThat(proxies.offered()).isEqualTo(proxies.sent() + proxies.dropped());
    assertThat(counts.received()).isEqualTo(proxies.sent() + spoilers.sent());
    assertThat(counts.received())
        .isEqualTo(counts.decoded() + counts.truncated() + counts.malformed());
    assertThat(counts.decoded()).isEqualTo(stored.get() + lost.get());
    assertThat(lost.get()).isEqualTo(problems.count(RecordProblem.QUEUE_FULL));
    assertThat(counts.decoded()).isGreaterThanOrEqualTo(proxies.sent());
    assertThat(counts.truncated()).isEqualTo(problems.count(RecordProblem.TRUNCATED)).isPositive();
    assertThat(counts.malformed()).isPositive();
    assertThat(counts.refusedClients()).isZero();
    assertThat(counts.openClients()).isZero();
  }

  private static Outcome sum(List<Future<Outcome>> outcomes) throws Exception {
    Outcome sum = new Outcome(0, 0, 0);
    for (Future<Outcome> outcome : outcomes) {
      sum = sum.plus(outcome.get());
    }
    return sum;
  }

  private void consume() {
    try {
      while (true) {
        count(queue.take(256));
      }
    } catch (InterruptedException e) {
      count(queue.poll(Integer.MAX_VALUE));
    }
  }

  private void count(RecordQueue.Batch batch) {
    stored.addAndGet(batch.records().size());
    lost.addAndGet(batch.dropped());
  }

  /** A proxy at its share of the rate. */
  private static Outcome proxy(Path path, String id, long end) {
    byte[] record = Packets.request(id).toByteArray();
    long offered = 0;
    try (var client = new AccessLogClient(path)) {
      long pause = 1_000_000_000L * CLIENTS * BURST / RATE;
      for (long next = System.nanoTime(); next < end; next += pause) {
        while (System.nanoTime() < next) {
          LockSupport.parkNanos(next - System.nanoTime());
        }
        for (int i = 0; i < BURST; i++, offered++) {
          client.send(record);
        }
      }
      return new Outcome(offered, client.sent(), client.dropped());
    }
  }

  /** Clients as they should not be. */
  private enum BadClient {
    OVERLONG,
    CUT,
    GARBAGE,
    STORM,
    IDLE
  }

  private static Outcome spoil(Path path, BadClient kind, long end) throws Exception {
    var random = new Random(SEED + kind.ordinal());
    byte[] whole = Packets.request(kind.name().toLowerCase(Locale.ROOT)).toByteArray();
    byte[] huge = new byte[AccessLogSocketOptions.SMALLEST_BUFFER * 2];
    try (var client = new AccessLogClient(path)) {
      client.connect();
      while (System.nanoTime() < end) {
        switch (kind) {
          case OVERLONG -> client.send(huge);
          case CUT -> client.send(Arrays.copyOf(whole, 1 + random.nextInt(whole.length)));
          case GARBAGE -> client.send(garbage(random));
          case STORM -> {
            client.disconnect();
            client.send(whole);
          }
          case IDLE -> client.connect();
        }
        LockSupport.parkNanos(500_000);
      }
      return new Outcome(client.sent() + client.dropped(), client.sent(), client.dropped());
    }
  }

  private static byte[] garbage(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }
}
