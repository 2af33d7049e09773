package dev.chancery.envoy.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberRangeTest {
  @Test
  void matchesExactlyTheNumbersOfTheRange() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("NumberRangeTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      int a = random.nextInt(65536);
      int b = i % 2 == 0 ? random.nextInt(65536) : Math.min(65535, a + random.nextInt(200));
      check(Math.min(a, b), Math.max(a, b));
    }
  }

  @Test
  void takesTheWholeSpaceAndItsEdges() {
    check(0, 65535);
    check(0, 0);
    check(0, 9);
    check(0, 10);
    check(1, 65535);
    check(65535, 65535);
    check(9, 11);
    check(99, 1000);
    check(8080, 8089);
  }

  private static void check(int first, int last) {
    Pattern pattern = Pattern.compile(NumberRange.regex(first, last));
    assertThat(IntStream.range(0, 65536).filter(n -> pattern.matches(String.valueOf(n))).boxed())
        .as("%s for %d-%d", pattern, first, last)
        .containsExactlyElementsOf(() -> IntStream.rangeClosed(first, last).iterator());
  }
}
