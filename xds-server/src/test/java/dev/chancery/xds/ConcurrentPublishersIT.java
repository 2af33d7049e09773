package dev.chancery.xds;

import static dev.chancery.xds.Samples.listener;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads publish while clients read over a unix socket. */
class ConcurrentPublishersIT {
  private static final int PUBLISHERS = 4;
  private static final int EDITS = 500;

  @Test
  void everyClientEndsWithWhatTheStoreHas() throws Exception {
    // Threads of its own: the common pool has a single one on a small machine, and these block.
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestServer server = TestServer.unixSocket(XdsServer.builder())) {
      DeltaClient delta = server.delta("delta").subscribe(EnvoyTypes.LISTENER);
      SotwClient sotw = server.sotw("sotw").subscribe(EnvoyTypes.LISTENER);
      CompletableFuture<?>[] publishers =
          IntStream.range(0, PUBLISHERS)
              .mapToObj(p -> CompletableFuture.runAsync(() -> publish(server, p), threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture<NavigableMap<String, String>> seenByDelta =
          CompletableFuture.supplyAsync(() -> read(delta), threads);
      CompletableFuture<List<String>> seenBySotw =
          CompletableFuture.supplyAsync(() -> read(sotw), threads);
      CompletableFuture.allOf(publishers).get(60, TimeUnit.SECONDS);
      server.publish(listener("zz-last", "done"));

      List<String> contents = new ArrayList<>();
      NavigableMap<String, String> versions = new TreeMap<>();
      server
          .xds
          .store()
          .snapshot()
          .forEach(
              (key, resource) -> {
                contents.add(Samples.read(resource.body()));
                versions.put(key.name(), resource.version());
              });
      assertThat(seenByDelta.get(60, TimeUnit.SECONDS)).isEqualTo(versions);
      assertThat(seenBySotw.get(60, TimeUnit.SECONDS)).isEqualTo(contents);
      for (ResourceKey key : server.xds.store().snapshot().keySet()) {
        for (String node : List.of("delta", "sotw")) {
          assertThat(server.xds.whenAnswered(node, key).get(20, TimeUnit.SECONDS))
              .isInstanceOf(Delivery.Acked.class);
        }
      }
      assertThat(server.xds.count(Counter.ERRORS)).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void publish(TestServer server, int publisher) {
    for (int edit = 0; edit < EDITS; edit++) {
      Resource resource = listener("r" + edit % 20 + "-" + publisher, "edit-" + edit);
      if (edit % 7 == 3) {
        server.remove(resource.key());
      } else {
        server.publish(resource);
      }
    }
  }

  private static NavigableMap<String, String> read(DeltaClient client) {
    NavigableMap<String, String> has = new TreeMap<>();
    while (!has.containsKey("zz-last")) {
      Received next = client.nextAcked();
      has.putAll(next.versions());
      next.removed().forEach(has::remove);
    }
    // Removals come after additions.
    client.drain().stream().map(Received::removed).forEach(removed -> removed.forEach(has::remove));
    return has;
  }

  private static List<String> read(SotwClient client) {
    List<String> has = List.of();
    while (!has.contains("zz-last=done")) {
      has = client.nextAcked().resources();
    }
    for (Received late : client.drain()) {
      has = late.resources();
      client.ack(late);
    }
    return has;
  }
}
