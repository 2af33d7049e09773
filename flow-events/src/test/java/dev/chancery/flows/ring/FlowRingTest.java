package dev.chancery.flows.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.LostEvent;
import dev.chancery.flows.ring.FlowRing.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowRingTest {
  private final TestClock clock = new TestClock();

  private static FlowEvent flow(int number) {
    return new FlowEvent.Seen(Flow.newBuilder().setUuid(Integer.toString(number)).build());
  }

  private static FlowRing ring(int capacity, int written) {
    var ring = new FlowRing(capacity);
    for (int i = 0; i < written; i++) {
      ring.write(flow(i));
    }
    return ring;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 15, 4095, 65535})
  void takesCapacitiesOneLessThanAPowerOfTwo(int capacity) {
    assertThat(new FlowRing(capacity).capacity()).isEqualTo(capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 2, 4096, 65536, 131071, Integer.MAX_VALUE})
  void refusesOtherCapacities(int capacity) {
    assertThatThrownBy(() -> new FlowRing(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one less than an integer power of two");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7, 8, 9, 15, 16, 100})
  void holdsExactlyTheNewest(int written) {
    FlowRing ring = ring(7, written);
    assertThat(ring.size()).isEqualTo(Math.min(7, written));
    assertThat(ring.next()).isEqualTo(written);
    for (int i = 0; i < written; i++) {
      assertThat(ring.read(i))
          .isEqualTo(i < written - 7 ? new Read.Gone(written - 7) : new Read.Found(flow(i)));
    }
    assertThat(ring.read(written)).isEqualTo(new Read.NotYet());
  }

  @Test
  void newestEventIsReadableAtOnce() {
    assertThat(new RingReader(ring(7, 1), 0, clock).next()).contains(flow(0));
  }

  @Test
  void slowReaderLearnsHowMuchItMissed() {
    FlowRing ring = ring(3, 10);
    var reader = new RingReader(ring, 2, clock);
    LostEvent lost = ((FlowEvent.Lost) reader.next().orElseThrow()).event();
    assertThat(lost.getNumEventsLost()).isEqualTo(5);
    assertThat(lost.getSource().name()).isEqualTo("HUBBLE_RING_BUFFER");
    assertThat(lost.hasFirst() && lost.hasLast()).isTrue();
    assertThat(reader.next()).contains(flow(7));
    assertThat(reader.next()).contains(flow(8));
    assertThat(reader.next()).contains(flow(9));
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void lossesAreToldAtMostOnceASecond() {
    FlowRing ring = ring(1, 0);
    var reader = new RingReader(ring, 0, clock);
    List<Long> told = new ArrayList<>();
    int shown = 0;
    for (int i = 0; i < 40; i++) {
      ring.write(flow(2 * i));
      ring.write(flow(2 * i + 1));
      clock.advance(Duration.ofMillis(100));
      for (Optional<FlowEvent> e = reader.next(); e.isPresent(); e = reader.next()) {
        if (e.get() instanceof FlowEvent.Lost lost) {
          told.add(lost.event().getNumEventsLost());
        } else {
          shown++;
        }
      }
    }
    long rest =
        reader.reportLost().map(e -> ((FlowEvent.Lost) e).event().getNumEventsLost()).orElse(0L);
    assertThat(told).hasSize(4);
    assertThat(shown + told.stream().mapToLong(n -> n).sum() + rest).isEqualTo(80);
  }

  @Test
  void listenersAreCalledUntilClosed() {
    FlowRing ring = ring(3, 0);
    var calls = new AtomicInteger();
    FlowRing.Subscription subscription = ring.onWrite(calls::incrementAndGet);
    ring.write(flow(1));
    subscription.close();
    ring.write(flow(2));
    assertThat(calls).hasValue(1);
  }

  /** seen = read + counted lost, for every reader, whatever the threads do. */
  @Test
  void nothingIsLostUncountedWithConcurrentWritersAndReaders() throws Exception {
    int writers = 3;
    int each = 20_000;
    var ring = new FlowRing(63);
    var failure = new AtomicReference<Throwable>();
    List<Thread> threads = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      int base = w * each;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  ring.write(flow(base + i));
                }
              }));
    }
    for (int r = 0; r < 2; r++) {
      threads.add(new Thread(() -> countAll(ring, (long) writers * each)));
    }
    threads.forEach(t -> t.setUncaughtExceptionHandler((thread, e) -> failure.set(e)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(ring.next()).isEqualTo((long) writers * each);
  }

  private void countAll(FlowRing ring, long expected) {
    var reader = new RingReader(ring, 0, clock);
    long read = 0;
    long lost = 0;
    while (reader.position() < expected) {
      Optional<FlowEvent> event = reader.next();
      if (event.orElse(null) instanceof FlowEvent.Lost missed) {
        lost += missed.event().getNumEventsLost();
      } else if (event.isPresent()) {
        read++;
      } else {
        Thread.onSpinWait();
      }
    }
    lost +=
        reader.reportLost().map(e -> ((FlowEvent.Lost) e).event().getNumEventsLost()).orElse(0L);
    assertThat(read + lost).isEqualTo(expected);
  }
}
