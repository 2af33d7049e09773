package dev.chancery.policy.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
  private final long seed = Long.getLong("chancery.seed", System.nanoTime());

  /** Many share a hash, and many more the low bits of one. */
  private record Key(int number) {
    @Override
    public int hashCode() {
      return number % 5 == 0 ? 42 : number << 20;
    }
  }

  @Test
  void holdsWhatAnOrdinaryMapHoldsAfterEveryChange() {
    System.out.println("PersistentMapTest: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    Map<Key, Integer> expected = new HashMap<>();
    PersistentMap<Key, Integer> map = PersistentMap.empty();
    for (int i = 0; i < 2000; i++) {
      var key = new Key(random.nextInt(200));
      PersistentMap<Key, Integer> before = map;
      Map<Key, Integer> copy = new HashMap<>(expected);
      if (random.nextInt(5) > 1) {
        map = map.with(key, i);
        expected.put(key, i);
      } else {
        map = map.without(key);
        expected.remove(key);
      }
      assertThat(map).isEqualTo(expected).hasSize(expected.size());
      assertThat(map.get(key)).isEqualTo(expected.get(key));
      assertThat(before).isEqualTo(copy);
      assertThat(map.differences(before)).isEqualTo(before.differences(map)).isSubsetOf(key);
    }
    for (Key key : Set.copyOf(expected.keySet())) {
      map = map.without(key);
    }
    assertThat(map).isEmpty();
  }

  @Test
  void differencesAreTheKeysWithoutEqualValuesInBoth() {
    System.out.println("PersistentMapTest: -Dchancery.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Map<Key, Integer> one = new HashMap<>();
      Map<Key, Integer> other = new HashMap<>();
      for (int i = 0; i < 40; i++) {
        one.put(new Key(random.nextInt(60)), random.nextInt(2));
        other.put(new Key(random.nextInt(60)), random.nextInt(2));
      }
      Set<Key> expected = new HashSet<>(one.keySet());
      expected.addAll(other.keySet());
      expected.removeIf(k -> one.containsKey(k) && one.get(k).equals(other.get(k)));
      assertThat(PersistentMap.copyOf(one).differences(PersistentMap.copyOf(other)))
          .isEqualTo(expected);
    }
  }

  @Test
  void changeThatChangesNothingGivesTheSameMap() {
    PersistentMap<String, String> map = PersistentMap.copyOf(Map.of("a", "b"));

    assertThat(map.with("a", "b")).isSameAs(map);
    assertThat(map.without("c")).isSameAs(map);
    assertThat(PersistentMap.copyOf(map)).isSameAs(map);
    assertThat(map.containsKey(null)).isFalse();
  }

  @Test
  void bagForgetsWhatIsTakenOutAsOftenAsItWasPutIn() {
    PersistentBag<String> twice = PersistentBag.<String>empty().with("a").with("a");

    assertThat(twice.without("a").elements()).containsExactly("a");
    assertThat(twice.without("a").without("a").elements()).isEmpty();
    assertThat(PersistentBag.<String>empty().without("a").elements()).isEmpty();
  }
}
