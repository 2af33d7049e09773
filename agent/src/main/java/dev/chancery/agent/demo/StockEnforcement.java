package dev.chancery.agent.demo;

import dev.chancery.agent.envoy.EnvoyAdmin;
import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.xds.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The stock Envoy, which sees connections and requests. */
final class StockEnforcement implements Enforcement {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** An ACK is the word of Envoy's main thread; its workers follow within this time. */
  private static final Duration WORKERS = Duration.ofMillis(150);

  @Override
  public void awaitInForce(Agent agent, AgentOptions options)
      throws InterruptedException, Mismatch {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (var resource : agent.xds().store().snapshot().keySet()) {
      try {
        var answer =
            agent
                .xds()
                .whenAnswered(options.nodeName(), resource)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer instanceof Delivery.Rejected rejected) {
          throw new Mismatch(resource.name(), "accepted by Envoy", rejected.reason());
        }
      } catch (ExecutionException | TimeoutException e) {
        throw new Mismatch(resource.name(), "an answer of Envoy", e);
      }
    }
    EnvoyAdmin admin = new EnvoyAdmin(options.runDir().resolve("envoy-admin.sock"));
    while (!admin.isReady()) {
      if (System.nanoTime() > deadline) {
        throw new Mismatch("envoy", "ready", "not ready");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(WORKERS.toMillis());
  }

  @Override
  public List<String> seen(List<String> told) {
    return told;
  }
}
