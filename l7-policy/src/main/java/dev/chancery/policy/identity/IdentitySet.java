package dev.chancery.policy.identity;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;

/** An immutable set of identity numbers, ascending. */
public final class IdentitySet extends AbstractSet<Integer> {
  public static final IdentitySet EMPTY = new IdentitySet(new int[0]);

  private final int[] sorted;

  private IdentitySet(int[] sorted) {
    this.sorted = sorted;
  }

  public static IdentitySet of(int... numbers) {
    return new IdentitySet(Arrays.stream(numbers).sorted().distinct().toArray());
  }

  public static IdentitySet of(Collection<Integer> numbers) {
    return of(numbers.stream().mapToInt(Integer::intValue).toArray());
  }

  public boolean contains(int number) {
    return Arrays.binarySearch(sorted, number) >= 0;
  }

  @Override
  public boolean contains(Object number) {
    return number instanceof Integer i && contains(i.intValue());
  }

  /** This set and one more. */
  public IdentitySet with(int number) {
    if (contains(number)) {
      return this;
    }
    int[] more = Arrays.copyOf(sorted, sorted.length + 1);
    more[sorted.length] = number;
    return of(more);
  }

  /** This set less one. */
  public IdentitySet without(int number) {
    return contains(number)
        ? new IdentitySet(Arrays.stream(sorted).filter(n -> n != number).toArray())
        : this;
  }

  @Override
  public Iterator<Integer> iterator() {
    return Arrays.stream(sorted).iterator();
  }

  @Override
  public int size() {
    return sorted.length;
  }
}
