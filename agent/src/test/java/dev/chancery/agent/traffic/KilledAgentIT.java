package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.run.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that dies by SIGKILL beside its proxy, and the next one over what it has left. */
class KilledAgentIT {
  private static final List<String> PATHS = List.of("/a", "/b", "/never");

  @TempDir private Path folder;

  @Test
  void proxyKeepsItsPoliciesAndTheNextAgentGoesOn() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Faulty node = new Faulty(folder)) {
      Future<Long> outcast = threads.submit(new Outcast(PATHS, 1, over));
      try (AgentProcess agent = start(node)) {
        node.edit(0, Set.of("/a"));
        node.awaitNewest();
        node.ledgers.forEach(Ledger::settle);
        node.checkAnswers(PATHS);
        assertThat(agent.isAlive()).isTrue();
      }
      node.checkAnswers(PATHS);
      var before = node.plane.redirects().proxyPorts();

      // In one life of the proxy, then in another that begins while nobody serves it.
      for (boolean proxyDiesToo : List.of(false, true)) {
        if (proxyDiesToo) {
          node.plane.killProxy();
          node.plane.proxy().restart();
          assertThat(node.get(0, "/a").status()).as("a proxy without policies").isZero();
        }
        node.relabel();
        node.edit(0, Set.of("/b"));
        node.edit(1, Set.of(proxyDiesToo ? "/b" : "/a"));
        try (AgentProcess agent = start(node)) {
          node.awaitNewest();
          node.ledgers.forEach(Ledger::settle);
          node.checkAnswers(PATHS);
          assertThat(agent.isAlive()).isTrue();
          long identity = node.plane.proxy().hosts().identity(Shop.OUTCAST);
          node.relabel();
          awaitTheFirstStage(node, identity);
        }
        node.checkAnswers(PATHS);
      }
      over.set(true);
      assertThat(outcast.get(30, TimeUnit.SECONDS)).as("tries of the outcast").isPositive();
      assertThat(node.plane.redirects().proxyPorts()).as("ports of listeners").isEqualTo(before);
      FaultsIT.checkJournal(node.plane.proxy().journal());
      assertThat(node.plane.proxy().violations()).isEmpty();
      assertThat(node.wrong()).isEmpty();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  /** The agent leads the proxy to other hosts, or has done so. */
  private void awaitTheFirstStage(Faulty node, long identity) {
    Path file = folder.resolve("r").resolve("served-before.json");
    await()
        .atMost(TestPlane.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                Files.exists(file)
                    || node.plane.proxy().hosts().identity(Shop.OUTCAST) != identity);
  }

  private AgentProcess start(Faulty node) throws IOException {
    return AgentProcess.start(
        node.options(),
        folder.resolve("agent.log"),
        "--data-plane",
        DataPlane.CILIUM_ENVOY.toString(),
        "--sockets-dir",
        node.options().settings().cilium().sockets().toString());
  }
}
