package dev.chancery.flows.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.accesslogs.HttpRecord.Header;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderNamesTest {
  private static final long SEED = Long.getLong("chancery.seed", System.nanoTime());

  @Test
  void headersOfOneNameStayInOrder() {
    assertThat(
            HeaderNames.sorted(
                List.of(new Header("x-b", "1"), new Header("X-A", "2"), new Header("x-b", "0"))))
        .containsExactly(new Header("X-A", "2"), new Header("X-B", "1"), new Header("X-B", "0"));
  }

  @Test
  void orderIsThatOfTheBytes() {
    System.out.println("HeaderNamesTest seed " + SEED);
    var random = new Random(SEED);
    int[] alphabet = {'a', 'b', 0xe9, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10400, 0x10ffff};
    for (int i = 0; i < 10_000; i++) {
      String a = text(random, alphabet);
      String b = text(random, alphabet);
      int expected =
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(HeaderNames.compareCodePoints(a, b)))
          .as("%s %s", a, b)
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static String text(Random random, int[] alphabet) {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
