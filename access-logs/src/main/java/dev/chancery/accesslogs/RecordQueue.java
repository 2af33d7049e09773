package dev.chancery.accesslogs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Records between the threads that receive them and the one that makes flows of them. A full queue
 * drops what is offered and counts it: a proxy is never held up, and a loss is never silent.
 *
 * <p>Bounded by number and by rough size in bytes. Thread-safe.
 */
public final class RecordQueue {
  private final int maxRecords;
  private final long maxBytes;
  private final RecordProblems problems;
  private final ArrayDeque<ProxyRecord> records = new ArrayDeque<>();
  private long bytes;
  private long unreportedDrops;

  /**
   * @param maxRecords at least 1
   * @param maxBytes at least 1; a lone record is taken however large it is
   */
  public RecordQueue(int maxRecords, long maxBytes, RecordProblems problems) {
    if (maxRecords < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "record queue: " + maxRecords + ", " + maxBytes + " (expected: at least 1)");
    }
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.problems = problems;
  }

  /** What was taken from the queue, and how many records were dropped since the last time. */
  public record Batch(List<ProxyRecord> records, long dropped) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  /** Never blocks. False where the record was dropped. */
  public synchronized boolean offer(ProxyRecord record) {
    long weight = record.weight();
    boolean full = records.size() >= maxRecords || bytes + weight > maxBytes;
    if (full && !records.isEmpty()) {
      unreportedDrops++;
      problems.add(RecordProblem.QUEUE_FULL);
      return false;
    }
    records.add(record);
    bytes += weight;
    notifyAll();
    return true;
  }

  /** Waits until there is a record or a loss to tell of. */
  public synchronized Batch take(int atMost) throws InterruptedException {
    while (records.isEmpty() && unreportedDrops == 0) {
      wait();
    }
    return poll(atMost);
  }

  /** Does not wait. */
  public synchronized Batch poll(int atMost) {
    var taken = new ArrayList<ProxyRecord>(Math.min(atMost, records.size()));
    while (taken.size() < atMost && !records.isEmpty()) {
      ProxyRecord record = records.remove();
      bytes -= record.weight();
      taken.add(record);
    }
    long dropped = unreportedDrops;
    unreportedDrops = 0;
    return new Batch(taken, dropped);
  }

  public synchronized int size() {
    return records.size();
  }

  /** The most records that it holds. */
  public int capacity() {
    return maxRecords;
  }
}
