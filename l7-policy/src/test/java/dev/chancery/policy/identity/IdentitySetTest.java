package dev.chancery.policy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentitySetTest {
  private static final int[] NUMBERS = {
    0, 1, 63, 64, 255, 256, 257, 65535, 1 << 24, (1 << 24) + 1, Integer.MAX_VALUE
  };

  private final long seed = Long.getLong("chancery.seed", System.nanoTime());

  @Test
  void holdsWhatAnOrdinarySetHoldsAfterEveryChange() {
    System.out.println("IdentitySetTest: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    var expected = new TreeSet<Integer>();
    IdentitySet set = IdentitySet.EMPTY;
    for (int i = 0; i < 2000; i++) {
      int number =
          random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(2000);
      IdentitySet before = set;
      var copy = new TreeSet<>(expected);
      if (random.nextInt(3) > 0) {
        set = set.with(number);
        expected.add(number);
      } else {
        set = set.without(number);
        expected.remove(number);
      }
      assertThat(before).containsExactlyElementsOf(copy);
      assertThat(set).containsExactlyElementsOf(expected).hasSize(expected.size());
      assertThat(set.contains(number)).isEqualTo(expected.contains(number));
      assertThat(set).isEqualTo(IdentitySet.of(expected)).hasSameHashCodeAs(expected);
      assertThat(expected).isEqualTo(set);
    }
  }

  @Test
  void unionHoldsTheNumbersOfBoth() {
    assertThat(IdentitySet.of(1, 300).union(IdentitySet.of(2, 300, 70000)))
        .containsExactly(1, 2, 300, 70000);
    assertThat(IdentitySet.EMPTY.union(IdentitySet.of(7))).containsExactly(7);
  }

  @Test
  void manyNumbersAtOnceAreTheSameAsOneAfterTheOther() {
    System.out.println("IdentitySetTest: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      var some = drawn(random);
      var others = drawn(random);
      var both = new TreeSet<>(some);
      both.addAll(others);
      var left = new TreeSet<>(some);
      left.removeAll(others);
      assertThat(IdentitySet.of(some).union(IdentitySet.of(others))).isEqualTo(both);
      assertThat(IdentitySet.of(some).without(IdentitySet.of(others))).isEqualTo(left);
    }
  }

  private static Set<Integer> drawn(Random random) {
    var drawn = new TreeSet<Integer>();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      drawn.add(random.nextInt(1000));
    }
    return drawn;
  }

  @Test
  void changeThatChangesNothingGivesTheSameSet() {
    IdentitySet set = IdentitySet.of(5, 900);

    assertThat(set.with(5)).isSameAs(set);
    assertThat(set.without(6)).isSameAs(set);
    assertThat(set.without(IdentitySet.of(6, 7))).isSameAs(set);
    assertThat(set.without(IdentitySet.of(IntStream.range(10, 90).toArray()))).isSameAs(set);
    assertThat(IdentitySet.of(set)).isSameAs(set);
    assertThat(set.without(5).without(900)).isEqualTo(IdentitySet.EMPTY).isEqualTo(Set.of());
  }

  @Test
  void negativeNumberIsNoIdentity() {
    assertThatIllegalArgumentException().isThrownBy(() -> IdentitySet.of(List.of(3, -1)));
    assertThatIllegalArgumentException().isThrownBy(() -> IdentitySet.EMPTY.with(-1));
    assertThat(IdentitySet.of(3).contains(-1)).isFalse();
  }
}
