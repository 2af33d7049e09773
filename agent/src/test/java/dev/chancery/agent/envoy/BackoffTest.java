package dev.chancery.agent.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Backoff FRESH =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), 0);

  @Test
  void doublesUpToTheMost() {
    var delays =
        Stream.iterate(FRESH.after(Duration.ZERO), backoff -> backoff.after(Duration.ZERO))
            .limit(6)
            .map(backoff -> backoff.delay().toMillis());
    assertThat(delays).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
  }

  @Test
  void beginsAnewAfterARunThatLasted() {
    var tired = FRESH.after(Duration.ZERO).after(Duration.ZERO).after(Duration.ofMillis(9_999));
    assertThat(tired.delay()).hasMillis(400);
    assertThat(tired.after(Duration.ofSeconds(10)).delay()).hasMillis(100);
  }

  @Test
  void neverOverflows() {
    var worn = new Backoff(Duration.ofMillis(100), Duration.ofDays(1), Duration.ofDays(2), 1 << 30);
    assertThat(worn.delay()).isPositive().isLessThanOrEqualTo(Duration.ofDays(1));
  }
}
