package dev.chancery.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.testproxy.TestProxy;
import dev.chancery.testproxy.policy.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A denied pod that gets other labels, and so another number, is denied all the while. */
class MovedPeerIT {
  private static final int EDITS = 12;

  @TempDir private Path folder;

  @Test
  void deniedPodStaysDeniedWhileItsIdentityChanges() throws Exception {
    try (Faulty node = Faulty.start(folder)) {
      node.edit(0, Set.of("/a"));
      TestProxy proxy = node.plane.proxy();
      await().atMost(TestPlane.PATIENCE).until(() -> isServed(proxy) && !isAllowed(proxy));
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong looks = new AtomicLong();
      AtomicLong allowed = new AtomicLong();
      Thread watch =
          new Thread(
              () -> {
                while (!over.get()) {
                  looks.incrementAndGet();
                  allowed.addAndGet(isAllowed(proxy) ? 1 : 0);
                }
              });
      watch.start();
      for (int i = 0; i < EDITS; i++) {
        relabel(node, proxy);
      }
      over.set(true);
      watch.join();

      assertThat(looks.get()).isGreaterThan(EDITS);
      assertThat(allowed.get()).as("of %d looks", looks.get()).isZero();
      assertThat(proxy.violations()).isEmpty();
    }
  }

  private static void relabel(Faulty node, TestProxy proxy) throws IOException {
    long revision = node.agent().reconciler().publishedRevision();
    long identity = proxy.hosts().identity(Shop.OUTCAST);
    node.relabel();
    await()
        .atMost(TestPlane.PATIENCE)
        .until(
            () ->
                node.agent().reconciler().publishedRevision() > revision
                    && proxy.hosts().identity(Shop.OUTCAST) != identity);
  }

  private static boolean isServed(TestProxy proxy) {
    return !proxy.listeners().isEmpty()
        && proxy.policies().keys().contains(Shop.server(0).getHostAddress());
  }

  /** As a connection would be judged that comes now: its identity first, then the policy. */
  private static boolean isAllowed(TestProxy proxy) {
    long identity = proxy.hosts().identity(Shop.OUTCAST);
    var policies = proxy.policies();
    return proxy.listeners().stream()
        .anyMatch(
            listener ->
                policies
                    .connection(
                        Connection.plain(
                            Shop.server(0).getHostAddress(),
                            true,
                            Shop.PORT,
                            identity,
                            listener.proxyId()))
                    .allowed());
  }
}
