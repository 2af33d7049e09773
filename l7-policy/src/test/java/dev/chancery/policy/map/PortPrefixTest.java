package dev.chancery.policy.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortPrefixTest {
  private static List<PortPrefix> of(int first, int last) {
    return PortPrefix.of(new PortRange(Protocol.TCP, first, last));
  }

  @Test
  void rangeIsTheFewestAlignedBlocks() {
    assertThat(of(80, 80)).containsExactly(new PortPrefix(80, 16));
    assertThat(of(80, 89)).containsExactly(new PortPrefix(80, 13), new PortPrefix(88, 15));
    assertThat(of(0, 65535)).containsExactly(new PortPrefix(0, 0));
    assertThat(of(1, 65535)).hasSize(16);
    assertThat(of(1, 65534)).hasSize(30);
    assertThat(of(65535, 65535)).containsExactly(new PortPrefix(65535, 16));
  }

  @Test
  void blocksOfAnyRangeJoinWithoutGapOrOverlap() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("PortPrefixTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      int first = random.nextInt(65536);
      int last = first + random.nextInt(65536 - first);
      int next = first;
      for (PortPrefix prefix : of(first, last)) {
        assertThat(prefix.port()).as("%d-%d", first, last).isEqualTo(next);
        assertThat(prefix.within(prefix.bits())).isEqualTo(prefix);
        next += 1 << (16 - prefix.bits());
      }
      assertThat(next).isEqualTo(last + 1);
    }
  }
}
