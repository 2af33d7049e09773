package dev.chancery.xds;

import static dev.chancery.xds.Samples.RBAC;
import static dev.chancery.xds.Samples.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random publications, subscriptions, answers and reconnects; when all is quiet the client has what
 * the store has, but for what it rejected, and it was never sent a version right after rejecting
 * it. {@code -Dchancery.seed=N} repeats a run.
 */
class RandomHistoryTest {
  private static final int HISTORIES = Integer.getInteger("chancery.histories", 300);
  private static final int STEPS = 120;
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  @Test
  void atRestTheClientHasWhatTheStoreHas() throws Exception {
    System.out.println("RandomHistoryTest: -Dchancery.seed=" + SEED);
    for (int i = 0; i < HISTORIES; i++) {
      try (TestServer server = TestServer.inProcess(XdsServer.builder())) {
        new History(server, new Random(SEED + i)).play();
        assertThat(server.xds.count(Counter.ERRORS)).isZero();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + SEED + ", history " + i, e);
      }
    }
  }

  /** A model of a client: what it wants, has, and has refused. */
  private static final class History {
    private final TestServer server;
    private final Random random;
    private final Set<String> wanted = new HashSet<>();
    private final Map<String, String> has = new TreeMap<>();
    private final Map<String, String> contents = new TreeMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Deque<Received> unanswered = new ArrayDeque<>();
    private final boolean isWildcard;
    private DeltaClient client;

    History(TestServer server, Random random) {
      this.server = server;
      this.random = random;
      this.isWildcard = random.nextBoolean();
      this.client = connect();
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(9)) {
          case 0, 1, 2 -> publish();
          case 3 -> server.remove(rbac(name()));
          case 4 -> subscribe();
          case 5 -> unsubscribe();
          case 6, 7 -> answerSome();
          default -> reconnectSometimes();
        }
        receive();
      }
      while (!unanswered.isEmpty()) {
        answer(unanswered.poll(), false);
        receive();
      }
      check();
    }

    private void publish() {
      List<Resource> batch = new ArrayList<>();
      Set<String> names = new HashSet<>(List.of(name(), name()));
      names.forEach(name -> batch.add(rbac(name, "content-" + random.nextInt(4))));
      server.publish(batch.toArray(Resource[]::new));
    }

    private void subscribe() {
      String name = name();
      wanted.add(name);
      client.subscribe(RBAC, name);
    }

    private void unsubscribe() {
      String name = name();
      if (wanted.remove(name)) {
        client.unsubscribe(RBAC, name);
        if (!isWildcard) {
          forget(name);
        }
      }
    }

    private void forget(String name) {
      has.remove(name);
      contents.remove(name);
    }

    private void reconnectSometimes() {
      if (random.nextInt(3) == 0 && (isWildcard || !wanted.isEmpty())) {
        receive();
        client.close();
        unanswered.clear();
        client = connect();
      }
    }

    private DeltaClient connect() {
      if (has.isEmpty()) {
        refused.clear();
      }
      List<String> names = new ArrayList<>(wanted);
      if (isWildcard) {
        names.add("*");
      } else if (names.isEmpty()) {
        names.add("r0");
        wanted.add("r0");
      }
      return server.delta("n").subscribe(RBAC, names, has);
    }

    private void receive() {
      for (int i = client.unread(); i > 0; i--) {
        Received next = client.next();
        next.versions()
            .forEach((name, version) -> assertThat(refused.get(name)).isNotEqualTo(version));
        next.versions().keySet().forEach(refused::remove);
        next.removed().forEach(refused::remove);
        unanswered.add(next);
      }
    }

    private void answerSome() {
      for (int i = random.nextInt(3); i >= 0 && !unanswered.isEmpty(); i--) {
        answer(unanswered.poll(), random.nextInt(3) == 0);
        receive();
      }
    }

    private void answer(Received response, boolean isRefused) {
      assertThat(response.versions().size() + response.removed().size()).isLessThanOrEqualTo(1);
      if (isRefused && !response.versions().isEmpty()) {
        if (isLatest(response)) {
          refused.putAll(response.versions());
        }
        client.nack(response, "random");
        return;
      }
      response.versions().forEach(this::take);
      response.resources().forEach(r -> takeContent(r.split("=", 2)));
      response.removed().forEach(this::forget);
      client.ack(response);
    }

    private boolean isLatest(Received response) {
      String name = response.versions().firstKey();
      return unanswered.stream()
          .noneMatch(later -> later.versions().containsKey(name) || later.removed().contains(name));
    }

    private void take(String name, String version) {
      if (isWildcard || wanted.contains(name)) {
        has.put(name, version);
      }
    }

    private void takeContent(String[] resource) {
      if (has.containsKey(resource[0])) {
        contents.put(resource[0], resource[1]);
      }
    }

    private void check() {
      Map<String, String> expected = new TreeMap<>();
      server.xds.store().snapshot().forEach((key, r) -> expected.put(key.name(), r.version()));
      expected.keySet().removeIf(name -> !isWildcard && !wanted.contains(name));
      refused.forEach(
          (name, version) -> {
            if (version.equals(expected.get(name))) {
              expected.remove(name);
              has.remove(name);
            }
          });
      assertThat(has).isEqualTo(expected);
    }

    private String name() {
      return "r" + random.nextInt(6);
    }
  }
}
