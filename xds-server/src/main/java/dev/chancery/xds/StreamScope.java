package dev.chancery.xds;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What the types on one stream share: who the client is, what it sees, and what it has answered.
 */
final class StreamScope {
  /**
   * @param isNews whether the client has just said so, and not on an earlier occasion
   */
  record Outcome(ResourceKey key, long sequence, Delivery delivery, boolean isNews) {}

  private final long streamId;
  private final String nodeId;
  private final ResourceStore store;
  private final Rejections rejections;
  private final SnapshotMemory snapshots;
  private final Counters counters;
  private final InstantSource clock;
  private final Queue<Outcome> outcomes = new ArrayDeque<>();
  private long responses;

  StreamScope(
      long streamId,
      String nodeId,
      ResourceStore store,
      Rejections rejections,
      SnapshotMemory snapshots,
      Counters counters,
      InstantSource clock) {
    this.streamId = streamId;
    this.nodeId = nodeId;
    this.store = store;
    this.rejections = rejections;
    this.snapshots = snapshots;
    this.counters = counters;
    this.clock = clock;
  }

  String nodeId() {
    return nodeId;
  }

  ResourceStore store() {
    return store;
  }

  Rejections rejections() {
    return rejections;
  }

  SnapshotMemory snapshots() {
    return snapshots;
  }

  Instant now() {
    return clock.instant();
  }

  void count(Counter counter) {
    counters.add(counter);
  }

  /** Differs from every nonce of this and other streams, so that a stray one is recognised. */
  String freshNonce() {
    responses++;
    return streamId + "-" + responses;
  }

  /** Notes an outcome, to be told when no lock is held. */
  void note(Outcome outcome) {
    outcomes.add(outcome);
  }

  Queue<Outcome> outcomes() {
    return outcomes;
  }
}
