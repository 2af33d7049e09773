package dev.chancery.xds;

import static dev.chancery.xds.Samples.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random publications, wishes, ACKs, NACKs and reconnects in the state-of-the-world protocol. A
 * rejected response never comes again as it was unless the client asks for other names; once every
 * resource has new content or is gone, and all is taken, the client has what the store has.
 */
class RandomSotwHistoryTest {
  private static final int HISTORIES = Integer.getInteger("chancery.histories", 300);
  private static final int STEPS = 100;
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  @Test
  void atRestTheClientHasWhatTheStoreHas() throws Exception {
    System.out.println("RandomSotwHistoryTest: -Dchancery.seed=" + SEED);
    for (int i = 0; i < HISTORIES; i++) {
      try (TestServer server = TestServer.inProcess(XdsServer.builder())) {
        new History(server, new Random(SEED + i)).play();
        assertThat(server.xds.count(Counter.ERRORS)).isZero();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + SEED + ", history " + i, e);
      }
    }
  }

  private static final class History {
    private final TestServer server;
    private final Random random;
    private final boolean isWildcard;
    private final TreeSet<String> wanted = new TreeSet<>(List.of("r0"));
    private SotwClient client;
    private @Nullable Received unanswered;
    private @Nullable List<String> refused;
    private List<String> has = List.of();

    History(TestServer server, Random random) {
      this.server = server;
      this.random = random;
      this.isWildcard = random.nextBoolean();
      this.client = connect();
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> server.publish(rbac(name(), "content-" + random.nextInt(4)));
          case 3 -> server.remove(Samples.rbac(name()));
          case 4 -> wish();
          case 5, 6 -> answer(random.nextInt(3) == 0);
          default -> reconnectSometimes();
        }
        receive();
      }
      for (int i = 0; i < 5; i++) {
        server.publish(rbac("r" + i, "new"));
      }
      server.remove(Samples.rbac("r4"));
      receive();
      while (unanswered != null || client.unread() > 0) {
        receive();
        answer(false);
      }
      List<String> expected = new ArrayList<>();
      server.xds.store().snapshot().forEach((key, r) -> expected.add(Samples.read(r.body())));
      expected.removeIf(r -> !isWildcard && !wanted.contains(r.substring(0, 2)));
      List<String> kept = new ArrayList<>(has);
      kept.removeIf(r -> !isWildcard && !wanted.contains(r.substring(0, 2)));
      assertThat(kept).isEqualTo(expected);
    }

    private void wish() {
      if (!isWildcard && !wanted.add(name())) {
        wanted.remove(name());
      }
      if (!isWildcard && unanswered == null) {
        refused = null;
        client.subscribe(Samples.RBAC, wanted.toArray(String[]::new));
      }
    }

    private void receive() {
      if (unanswered == null && client.unread() > 0) {
        unanswered = client.next();
        assertThat(unanswered.resources()).isNotEqualTo(refused);
        refused = null;
      }
      assertThat(client.unread()).as("one response at a time").isZero();
    }

    private void answer(boolean isRefused) {
      Received response = unanswered;
      unanswered = null;
      if (response == null) {
        return;
      }
      client.wants(Samples.RBAC, isWildcard ? List.of() : List.copyOf(wanted));
      if (isRefused) {
        client.nack(response, "random");
      } else {
        has = response.resources();
        client.ack(response);
      }
    }

    private void reconnectSometimes() {
      if (random.nextInt(3) == 0) {
        client.close();
        unanswered = null;
        refused = null;
        client = connect();
      }
    }

    private SotwClient connect() {
      String[] names = isWildcard ? new String[0] : wanted.toArray(String[]::new);
      if (!isWildcard && wanted.isEmpty()) {
        wanted.add("r0");
        names = new String[] {"r0"};
      }
      return server.sotw("n").subscribe(Samples.RBAC, names);
    }

    private String name() {
      return "r" + random.nextInt(5);
    }
  }
}
