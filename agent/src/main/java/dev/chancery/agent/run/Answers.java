package dev.chancery.agent.run;

import dev.chancery.agent.reconcile.Delivered;
import dev.chancery.xds.ClientState;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.XdsServer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the ACKs of connected Envoys, and a little longer for their workers. */
final class Answers implements Delivered {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);
  private static final long PATIENCE_MILLIS = 3_000;

  /** An ACK is the word of Envoy's main thread; its workers follow within this time. */
  private static final long WORKERS_MILLIS = 50;

  private final XdsServer xds;

  Answers(XdsServer xds) {
    this.xds = xds;
  }

  @Override
  public Answer await(Collection<ResourceKey> keys) {
    try {
      List<String> nodes =
          xds.clients().orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join().stream()
              .map(ClientState::nodeId)
              .distinct()
              .toList();
      List<CompletableFuture<Delivery>> answers =
          nodes.stream()
              .flatMap(
                  node ->
                      keys.stream()
                          .filter(key -> xds.isSubscribed(node, key.typeUrl()))
                          .map(key -> answer(node, key)))
              .toList();
      if (answers.isEmpty()) {
        return Answer.NOBODY_ASKS;
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
      TimeUnit.MILLISECONDS.sleep(WORKERS_MILLIS);
      return Answer.ALL;
    } catch (CompletionException e) {
      log.atWarn().addKeyValue("resources", keys.size()).log("an Envoy has not answered in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.NOT_ALL;
  }

  private CompletableFuture<Delivery> answer(String node, ResourceKey key) {
    return xds.whenAnswered(node, key).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
