package dev.chancery.accesslogs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RecordQueueTest {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());

  private static ProxyRecord record(int second) {
    return new ConnectionRecord(
        Instant.ofEpochSecond(second), true, true, Addresses.UNKNOWN, Addresses.UNKNOWN, "");
  }

  @Test
  void givesWhatItTookInOrder() throws InterruptedException {
    var queue = new RecordQueue(10, 1 << 20, problems);
    for (int i = 0; i < 5; i++) {
      assertThat(queue.offer(record(i))).isTrue();
    }
    assertThat(queue.take(3).records()).containsExactly(record(0), record(1), record(2));
    assertThat(queue.take(3).records()).containsExactly(record(3), record(4));
    assertThat(queue.poll(3).records()).isEmpty();
  }

  @Test
  void fullQueueDropsAndTellsHowMuch() throws InterruptedException {
    var queue = new RecordQueue(2, 1 << 20, problems);
    for (int i = 0; i < 5; i++) {
      queue.offer(record(i));
    }
    RecordQueue.Batch batch = queue.take(10);
    assertThat(batch.records()).containsExactly(record(0), record(1));
    assertThat(batch.dropped()).isEqualTo(3);
    assertThat(queue.poll(10).dropped()).isZero();
    assertThat(problems.count(RecordProblem.QUEUE_FULL)).isEqualTo(3);
  }

  @Test
  void sizeInBytesIsBoundedToo() {
    var queue = new RecordQueue(1_000, 2 * record(0).weight(), problems);
    for (int i = 0; i < 5; i++) {
      queue.offer(record(i));
    }
    assertThat(queue.size()).isEqualTo(2);
    queue.poll(1);
    assertThat(queue.offer(record(9))).isTrue();
  }

  @Test
  void loneRecordIsTakenHoweverLarge() {
    var queue = new RecordQueue(10, 1, problems);
    assertThat(queue.offer(record(0))).isTrue();
    assertThat(queue.offer(record(1))).isFalse();
  }
}
