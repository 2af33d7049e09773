package dev.chancery.agent.traffic;

import dev.chancery.agent.demo.Answer;
import dev.chancery.agent.demo.HttpConnection;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Asks one server after the other for paths at random, over connections that it keeps. */
final class Visitor implements Callable<Visitor.Tally> {
  /** How many requests were answered so. */
  record Tally(long allowed, long denied, long broken) {}

  /** Leaves the processor to what is tested. */
  private static final long PAUSE_MILLIS = 1;

  private final List<Ledger> ledgers;
  private final List<String> paths;
  private final Random random;
  private final AtomicBoolean over;
  private final @Nullable HttpConnection[] open = new HttpConnection[Shop.SERVERS];

  Visitor(List<Ledger> ledgers, List<String> paths, long seed, AtomicBoolean over) {
    this.ledgers = ledgers;
    this.paths = paths;
    this.random = new Random(seed);
    this.over = over;
  }

  @Override
  public Tally call() throws Exception {
    long allowed = 0;
    long denied = 0;
    long broken = 0;
    while (!over.get()) {
      int server = random.nextInt(Shop.SERVERS);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      Answer answer = ask(server, paths.get(random.nextInt(paths.size())));
      switch (answer.status()) {
        case 200 -> allowed++;
        case 403 -> denied++;
        case 0, 503 -> broken++;
        default -> throw new IllegalStateException(answer.toString());
      }
    }
    return new Tally(allowed, denied, broken);
  }

  private Answer ask(int server, String path) {
    try {
      HttpConnection connection = open[server];
      if (connection == null) {
        connection = Shop.open(server);
        open[server] = connection;
      }
      return connection.exchange(Shop.request(path, ledgers.get(server).oldest()));
    } catch (IOException e) {
      forget(server);
      return Answer.of(e);
    }
  }

  private void forget(int server) {
    HttpConnection connection = open[server];
    open[server] = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}
