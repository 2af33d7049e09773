package dev.chancery.xds;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** Futures of what a node does with a resource. Any thread may call; none is blocked. */
final class Acks {
  private record Target(String nodeId, ResourceKey key) {}

  /**
   * @param removal whether the resource did not exist when the wait began
   * @param sequence update from which on an answer counts; for a removal the last one before the
   *     wait
   */
  private record Waiter(boolean removal, long sequence, CompletableFuture<Delivery> future) {
    boolean isMetBy(long answered, Delivery delivery) {
      return removal ? delivery.version().isEmpty() || answered > sequence : answered >= sequence;
    }
  }

  private final ConcurrentMap<Target, List<Waiter>> waiters = new ConcurrentHashMap<>();

  CompletableFuture<Delivery> await(
      String nodeId, ResourceKey key, boolean removal, long sequence) {
    Target target = new Target(nodeId, key);
    CompletableFuture<Delivery> future = new CompletableFuture<>();
    Waiter waiter = new Waiter(removal, sequence, future);
    waiters.merge(
        target, List.of(waiter), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    // Also when the caller's time-out ends it: nothing is kept for a future that nobody waits for.
    var unused = future.whenComplete((delivery, error) -> drop(target, waiter));
    return future;
  }

  /** An answer: completes the futures that waited for it or for something older. */
  void answered(String nodeId, ResourceKey key, long sequence, Delivery delivery) {
    waiters.getOrDefault(new Target(nodeId, key), List.of()).stream()
        .filter(waiter -> waiter.isMetBy(sequence, delivery))
        .forEach(waiter -> waiter.future.complete(delivery));
  }

  /** Keys of a type that somebody waits for at a node. */
  List<ResourceKey> keys(String nodeId, String typeUrl) {
    return waiters.keySet().stream()
        .filter(target -> target.nodeId.equals(nodeId) && target.key.typeUrl().equals(typeUrl))
        .map(Target::key)
        .toList();
  }

  int size() {
    return waiters.values().stream().mapToInt(List::size).sum();
  }

  /** This very waiter; another that waits for the same is none of its business. */
  @SuppressWarnings("ReferenceEquality")
  private void drop(Target target, Waiter waiter) {
    waiters.computeIfPresent(
        target,
        (t, list) -> {
          List<Waiter> rest = list.stream().filter(w -> w != waiter).toList();
          return rest.isEmpty() ? null : rest;
        });
  }
}
