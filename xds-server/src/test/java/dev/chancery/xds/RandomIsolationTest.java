package dev.chancery.xds;

import static dev.chancery.xds.Samples.POLICY;
import static dev.chancery.xds.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random edits, late answers, reconnects and restarts of a client that refuses any response with a
 * bad resource. No process is sent again what it refused, versions grow, no future tells a lie, and
 * at rest the client has all that is good and nothing that is gone.
 */
class RandomIsolationTest {
  private static final int HISTORIES = Integer.getInteger("chancery.histories", 300);
  private static final int STEPS = 120;
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  @Test
  void atRestTheClientHasAllThatIsGood() throws Exception {
    System.out.println("RandomIsolationTest: -Dchancery.seed=" + SEED);
    for (int i = 0; i < HISTORIES; i++) {
      var type = ResourceType.of(POLICY).withVersions(VersionScheme.numbered()).withIsolation();
      try (TestServer server = TestServer.inProcess(XdsServer.builder().type(type))) {
        new History(server, new Random(SEED + i)).play();
        assertThat(server.xds.count(Counter.ERRORS)).isZero();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + SEED + ", history " + i, e);
      }
    }
  }

  private record Wait(ResourceKey key, CompletableFuture<Delivery> future) {}

  private static final class History {
    private final TestServer server;
    private final Random random;
    private final Set<String> bad = new HashSet<>();
    private final List<Wait> waits = new ArrayList<>();
    private final Set<List<String>> refused = new HashSet<>();
    private SotwClient client;
    private @Nullable Received unanswered;
    private List<String> has = List.of();
    private String version = "";
    private long greatest;

    History(TestServer server, Random random) {
      this.server = server;
      this.random = random;
      this.client = server.sotw("n").subscribe(POLICY);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> edit();
          case 3 -> server.remove(policy(name()));
          case 4, 5, 6, 7 -> answer();
          case 8 -> await(policy(name()));
          default -> comeBackSometimes();
        }
        receive();
      }
      while (unanswered != null || client.unread() > 0) {
        receive();
        answer();
      }
      atRest();
    }

    private void edit() {
      List<Resource> set = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        if (random.nextInt(3) == 0) {
          set.add(policy("p" + i, (random.nextInt(4) == 0 ? "bad" : "good") + random.nextInt(3)));
        }
      }
      set.stream()
          .filter(r -> Samples.read(r.body()).contains("=bad"))
          .forEach(r -> bad.add(r.version()));
      server.xds.store().update(set, List.of());
    }

    private void await(ResourceKey key) {
      waits.add(new Wait(key, server.xds.whenAnswered("n", key)));
    }

    private void receive() {
      if (unanswered == null && client.unread() > 0) {
        unanswered = client.next();
        assertThat(refused).as("refused before").doesNotContain(unanswered.resources());
        long number = Long.parseLong(unanswered.version());
        assertThat(number).isGreaterThan(greatest);
        greatest = number;
      }
      assertThat(client.unread()).as("one response at a time").isZero();
    }

    private void answer() {
      Received response = unanswered;
      unanswered = null;
      if (response == null) {
        return;
      }
      if (response.resources().stream().anyMatch(r -> r.contains("=bad"))) {
        refused.add(response.resources());
        client.nack(response, "bad");
      } else {
        has = response.resources();
        version = response.version();
        client.ack(response);
      }
    }

    private void comeBackSometimes() {
      if (random.nextInt(3) != 0) {
        return;
      }
      client.close();
      unanswered = null;
      client = server.sotw("n");
      if (version.isEmpty() || random.nextBoolean()) {
        // Another process, or one that cannot be told from it: it has nothing to quote.
        has = List.of();
        version = "";
        greatest = 0;
        refused.clear();
      }
      client.has(POLICY, version).subscribe(POLICY);
    }

    private void atRest() {
      Map<String, String> held = new HashMap<>();
      has.forEach(r -> held.put(r.substring(0, 2), r));
      Map<String, String> expected = new TreeMap<>();
      server.xds.store().snapshot().forEach((key, r) -> expected.put(key.name(), text(r)));
      assertThat(expected.keySet()).as("nothing that is gone").containsAll(held.keySet());
      expected.forEach(
          (name, content) -> {
            if (content.contains("=bad")) {
              assertThat(server.delivery("n", policy(name))).isInstanceOf(Delivery.Rejected.class);
            } else {
              assertThat(held).as(name).containsEntry(name, content);
              assertThat(server.delivery("n", policy(name))).isInstanceOf(Delivery.Acked.class);
            }
          });
      for (Wait wait : waits) {
        assertThat(wait.future).as("wait for %s", wait.key).isCompleted();
        Delivery outcome = wait.future.join();
        assertThat(outcome instanceof Delivery.Rejected).isEqualTo(bad.contains(outcome.version()));
      }
    }

    private static String text(Resource resource) {
      return Samples.read(resource.body());
    }

    private String name() {
      return "p" + random.nextInt(6);
    }
  }
}
