package dev.chancery.flows.ring;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest {@code capacity} events, for many readers that never hold up the writers.
 *
 * <p>Events have sequence numbers from 0 on. The number's lowest bits are the slot; a slot holds
 * the number beside the event, so that a reader sees whether it got what it asked for. There is one
 * slot more than can be read: the one that a writer may be filling.
 *
 * <pre>
 *   slots      | 8 | 9 |10 | 3 | 4 | 5 | 6 | 7 |      capacity 7, next() = 11, oldest() = 4
 *                          ^ next  ^ oldest
 * </pre>
 *
 * <p>An event can be read as soon as {@link #write} has returned. Writers exclude each other;
 * readers take no lock. A reader that is too slow learns from {@link #read} that its event is gone.
 */
public final class FlowRing {
  /** Hubble's default. */
  public static final int DEFAULT_CAPACITY = 4095;

  static final int LARGEST_CAPACITY = 65535;

  private final int capacity;
  private final AtomicReferenceArray<Slot> slots;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Object writing = new Object();
  private volatile long next;

  private record Slot(long sequence, FlowEvent event) {}

  /**
   * @param capacity 2^n − 1, from 1 to 65535 (Cilium: {@code hubble-event-buffer-capacity})
   * @throws IllegalArgumentException for any other
   */
  public FlowRing(int capacity) {
    boolean powerOfTwo = Integer.bitCount(capacity + 1) == 1;
    if (capacity < 1 || capacity > LARGEST_CAPACITY || !powerOfTwo) {
      throw new IllegalArgumentException(
          "invalid event buffer capacity: "
              + capacity
              + ", must be one less than an integer power of two, from 1 to "
              + LARGEST_CAPACITY);
    }
    this.capacity = capacity;
    this.slots = new AtomicReferenceArray<>(capacity + 1);
  }

  /** What {@link #read} found. */
  public sealed interface Read {
    /** The event. */
    record Found(FlowEvent event) implements Read {}

    /** Overwritten meanwhile; {@code oldest} may still be there. */
    record Gone(long oldest) implements Read {}

    /** Not written yet. */
    record NotYet() implements Read {}
  }

  /** Writes an event, then wakes the listeners on the caller's thread. */
  public void write(FlowEvent event) {
    synchronized (writing) {
      long sequence = next;
      slots.set(slot(sequence), new Slot(sequence, event));
      next = sequence + 1;
    }
    listeners.forEach(Runnable::run);
  }

  /** Reads one event by its number, which is at least 0. */
  public Read read(long sequence) {
    if (sequence >= next) {
      return new Read.NotYet();
    }
    Slot slot = slots.get(slot(sequence));
    return slot.sequence() == sequence && sequence >= oldest()
        ? new Read.Found(slot.event())
        : new Read.Gone(oldest());
  }

  private int slot(long sequence) {
    return (int) (sequence & capacity);
  }

  /** The number that the next event will have; also how many were ever written. */
  public long next() {
    return next;
  }

  /** The smallest number that can be read. */
  public long oldest() {
    return Math.max(0, next - capacity);
  }

  /** Events that can be read now. */
  public int size() {
    return (int) Math.min(next, capacity);
  }

  public int capacity() {
    return capacity;
  }

  /** Calls something after each write, until closed. It must be quick and must not block. */
  public Subscription onWrite(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** How many are called after a write. */
  public int listeners() {
    return listeners.size();
  }

  /** Ends a registration. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
