package dev.chancery.agent.traffic;

import dev.chancery.agent.demo.HttpConnection;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Knocks at one server after the other; what it sends is never to arrive. */
final class Outcast implements Callable<Long> {
  private final List<String> paths;
  private final Random random;
  private final AtomicBoolean over;

  Outcast(List<String> paths, long seed, AtomicBoolean over) {
    this.paths = paths;
    this.random = new Random(seed);
    this.over = over;
  }

  /** How often it has tried. */
  @Override
  public Long call() throws Exception {
    long tries = 0;
    while (!over.get()) {
      String path = paths.get(random.nextInt(paths.size()));
      try (HttpConnection connection = Shop.open(Shop.OUTCAST, random.nextInt(Shop.SERVERS))) {
        connection.exchange(Shop.request(path, Ledger.NEVER));
      } catch (IOException e) {
        // As it should be; the server tells of what arrives.
      }
      tries++;
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return tries;
  }
}
