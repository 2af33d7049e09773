package dev.chancery.agent.run;

import dev.chancery.agent.reconcile.Delivered;
import dev.chancery.xds.ClientState;
import dev.chancery.xds.Delivery;
import dev.chancery.xds.ResourceKey;
import dev.chancery.xds.XdsServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the ACKs of connected Envoys, and a little longer for their workers. */
final class Answers implements Delivered {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);
  private static final long PATIENCE_MILLIS = 3_000;

  /** How often it looks whether an Envoy is still there. */
  private static final long LOOK_MILLIS = 100;

  /** An ACK is the word of Envoy's main thread; its workers follow within this time. */
  private static final long WORKERS_MILLIS = 50;

  private final XdsServer xds;

  Answers(XdsServer xds) {
    this.xds = xds;
  }

  /** What one Envoy has been asked. */
  private record Asked(String node, Set<String> types, List<CompletableFuture<Delivery>> answers) {
    boolean isAnswered() {
      return answers.stream().allMatch(CompletableFuture::isDone);
    }
  }

  @Override
  public Answer await(Collection<ResourceKey> keys) {
    List<Asked> asked = new ArrayList<>();
    try {
      nodes().forEach(node -> ask(node, keys, asked));
      return outcome(asked, keys.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().setCause(e).log("it is not known which Envoys are there");
      return Answer.NONE;
    } finally {
      asked.forEach(each -> each.answers().forEach(answer -> answer.cancel(false)));
    }
  }

  @Override
  public boolean isAsked(String typeUrl) {
    try {
      return nodes().stream().anyMatch(node -> xds.isSubscribed(node, typeUrl));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return true;
    }
  }

  private Set<String> nodes() throws InterruptedException, ExecutionException, TimeoutException {
    return xds.clients().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).stream()
        .map(ClientState::nodeId)
        .collect(Collectors.toSet());
  }

  private void ask(String node, Collection<ResourceKey> keys, List<Asked> asked) {
    List<ResourceKey> wanted =
        keys.stream().filter(key -> xds.isSubscribed(node, key.typeUrl())).toList();
    if (!wanted.isEmpty()) {
      asked.add(
          new Asked(
              node,
              wanted.stream().map(ResourceKey::typeUrl).collect(Collectors.toSet()),
              wanted.stream().map(key -> xds.whenAnswered(node, key)).toList()));
    }
  }

  private Answer outcome(List<Asked> asked, int resources)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!asked.stream().allMatch(Asked::isAnswered) && System.nanoTime() < deadline) {
      look(asked);
      asked.removeIf(each -> !each.isAnswered() && !isThere(each));
    }
    if (asked.isEmpty()) {
      return Answer.NOBODY_ASKS;
    }
    long answered = asked.stream().filter(Asked::isAnswered).count();
    if (answered < asked.size()) {
      log.atWarn().addKeyValue("resources", resources).log("an Envoy has not answered in time");
    }
    if (answered > 0) {
      TimeUnit.MILLISECONDS.sleep(WORKERS_MILLIS);
    }
    return answered == asked.size() ? Answer.ALL : answered > 0 ? Answer.SOME : Answer.NONE;
  }

  private static void look(List<Asked> asked) throws InterruptedException, ExecutionException {
    try {
      CompletableFuture.allOf(
              asked.stream()
                  .flatMap(each -> each.answers().stream())
                  .toArray(CompletableFuture<?>[]::new))
          .get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Looks again.
    }
  }

  private boolean isThere(Asked each) {
    return each.types().stream().allMatch(type -> xds.isSubscribed(each.node(), type));
  }
}
