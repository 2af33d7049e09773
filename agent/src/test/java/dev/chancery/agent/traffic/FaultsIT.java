package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.wire.XdsType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agent and proxy end and start at random while policies and labels change under traffic. {@code
 * -Dchancery.faults.restarts=…} for fewer, {@code -Dchancery.faults.seed=…} for the same ones.
 */
class FaultsIT {
  private static final int RESTARTS = Integer.getInteger("chancery.faults.restarts", 200);
  private static final long SEED = Long.getLong("chancery.faults.seed", System.nanoTime());

  /** The last one is in no policy. */
  private static final List<String> PATHS = List.of("/a", "/b", "/c", "/d", "/never");

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @Test
  void restartsDuringEditsLetNothingPassAndLoseNothing() throws Exception {
    System.out.println("faults: " + RESTARTS + " restarts, seed " + SEED);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Faulty node = Faulty.start(folder)) {
      play(node, threads, over);
    } finally {
      threads.shutdownNow();
    }
  }

  private void play(Faulty node, ExecutorService threads, AtomicBoolean over) throws Exception {
    try {
      node.settle();
      List<Future<Visitor.Tally>> visitors = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        visitors.add(threads.submit(new Visitor(node.ledgers, PATHS, SEED + i, over)));
      }
      Future<Long> outcast = threads.submit(new Outcast(PATHS, SEED, over));
      Future<Integer> watching = threads.submit(() -> watchRedirects(node.plane, over));
      for (int done = 0; done < RESTARTS; ) {
        done += restart(node);
        if (random.nextInt(4) == 0) {
          node.settle();
          node.checkAnswers(PATHS);
        }
      }
      node.settle();
      node.checkAnswers(PATHS);
      over.set(true);
      for (Future<Visitor.Tally> visitor : visitors) {
        Visitor.Tally tally = visitor.get(30, TimeUnit.SECONDS);
        System.out.println("faults: " + tally);
        assertThat(tally.allowed()).isPositive();
        assertThat(tally.denied()).isPositive();
      }
      assertThat(outcast.get(30, TimeUnit.SECONDS)).as("tries of the outcast").isPositive();
      assertThat(watching.get(30, TimeUnit.SECONDS)).as("looks at redirects").isPositive();
      assertThat(node.wrong()).as("seed %d", SEED).isEmpty();
      assertThat(node.plane.proxy().violations()).as("seed %d", SEED).isEmpty();
      checkJournal(node.plane.proxy().journal());
      assertThat(node.plane.proxy().policies().keys())
          .contains("127.62.1.1", "127.62.1.2", "127.62.1.3");
    } finally {
      over.set(true);
    }
  }

  /** How many processes have started anew. */
  private int restart(Faulty node) throws Exception {
    boolean agent = random.nextBoolean();
    boolean proxy = !agent || random.nextInt(3) == 0;
    int ends = (agent ? 1 : 0) + (proxy ? 1 : 0);
    boolean agentFirst = random.nextBoolean();
    maybeEdit(node);
    if (agent && agentFirst) {
      node.endAgent();
      maybeEdit(node);
    }
    if (proxy) {
      node.plane.killProxy();
      maybeEdit(node);
    }
    if (agent && !agentFirst) {
      node.endAgent();
      maybeEdit(node);
    }
    if (proxy && random.nextBoolean()) {
      node.plane.proxy().restart();
      proxy = false;
    }
    if (agent) {
      node.startAgent();
      maybeEdit(node);
    }
    if (proxy) {
      node.plane.proxy().restart();
    }
    maybeEdit(node);
    return ends;
  }

  private void maybeEdit(Faulty node) throws Exception {
    if (random.nextBoolean()) {
      Set<String> allowed = new HashSet<>();
      PATHS.subList(0, PATHS.size() - 1).stream()
          .filter(p -> random.nextBoolean())
          .forEach(allowed::add);
      node.edit(random.nextInt(Shop.SERVERS), allowed);
    }
    if (random.nextInt(3) == 0) {
      node.relabel();
    }
  }

  /** A redirect is announced to a port only once the proxy has taken a listener there. */
  private static int watchRedirects(TestPlane plane, AtomicBoolean over) throws Exception {
    int looks = 0;
    Set<Integer> known = new HashSet<>();
    while (!over.get()) {
      Set<Integer> announced = plane.redirects().proxyPorts();
      if (!known.containsAll(announced)) {
        // The journal is written when the answer is out, which the agent may be faster than.
        await().atMost(5, TimeUnit.SECONDS).until(() -> taken(plane).containsAll(announced));
        known.addAll(announced);
      }
      looks++;
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return looks;
  }

  private static Set<Integer> taken(TestPlane plane) {
    return plane.proxy().journal(XdsType.LISTENER).stream()
        .filter(e -> e.outcome() == JournalEntry.Outcome.ACK)
        .flatMap(e -> e.names().stream())
        .map(name -> Integer.parseInt(name.substring(name.lastIndexOf(':') + 1)))
        .collect(Collectors.toSet());
  }

  /** Nothing was refused, and no living proxy saw a version that was not above the one before. */
  static void checkJournal(List<JournalEntry> journal) {
    Map<String, Long> newest = new HashMap<>();
    for (JournalEntry entry : journal) {
      assertThat(entry.outcome())
          .as("%s", entry)
          .isIn(JournalEntry.Outcome.ACK, JournalEntry.Outcome.NONE);
      long version = Long.parseLong(entry.version());
      Long before = newest.put(entry.life() + " " + entry.type(), version);
      assertThat(version).as("%s", entry).isGreaterThan(before == null ? 0 : before);
    }
  }
}
