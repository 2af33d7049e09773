package dev.chancery.testproxy.stream;

import dev.chancery.testproxy.wire.Audit;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the streams of one life of the process share.
 *
 * @param life which start of the process, from 1
 * @param loop the one thread on which everything happens
 * @param channel to the control plane; its callbacks arrive on the loop
 * @param node sent with the first request of each stream (gotcha 15)
 * @param faults what a test asks for
 * @param backoff from the end of a stream to the next attempt
 * @param journal takes down each response
 * @param audit takes down what must not come
 * @param continuity what holds across streams
 * @param changed called after anything changed that a test may wait for
 */
public record StreamHost(
    int life,
    ScheduledExecutorService loop,
    ManagedChannel channel,
    Node node,
    Faults faults,
    Duration backoff,
    Consumer<JournalEntry> journal,
    Audit audit,
    Continuity continuity,
    Runnable changed) {
  /**
   * Does something on the loop after a pause, unless the process is killed before. What it throws
   * would be lost there, so it is taken down as a violation.
   */
  public void after(Duration pause, Runnable action) {
    var unused = loop.schedule(() -> attempt(action), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      audit.note(0, "the proxy itself failed: " + e);
      changed.run();
    }
  }
}
