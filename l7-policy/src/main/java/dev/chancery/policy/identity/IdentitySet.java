package dev.chancery.policy.identity;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of identity numbers, ascending; none is negative.
 *
 * <p>The numbers lie in blocks of {@value #BLOCK}, a bit each; only blocks that hold a number are
 * stored. A set with one number more or less shares all blocks but one with the set that it was
 * made of.
 */
public final class IdentitySet extends AbstractSet<Integer> {
  private static final int BITS = 8;
  private static final int BLOCK = 1 << BITS;
  private static final int WORDS = BLOCK / Long.SIZE;

  /** Up to so many numbers are put in, or taken out, one after the other: blocks stay shared. */
  private static final int FEW = 16;

  public static final IdentitySet EMPTY = new IdentitySet(new int[0], new long[0][], 0);

  /** Numbers of the blocks, ascending: the upper bits of what is in them. */
  private final int[] keys;

  private final long[][] blocks;
  private final int size;
  private int hash;

  private IdentitySet(int[] keys, long[][] blocks, int size) {
    this.keys = keys;
    this.blocks = blocks;
    this.size = size;
  }

  /**
   * The set of these numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public static IdentitySet of(int... numbers) {
    if (numbers.length == 1) {
      return EMPTY.with(numbers[0]);
    }
    int[] sorted = Arrays.stream(numbers).sorted().distinct().toArray();
    if (sorted.length == 0) {
      return EMPTY;
    }
    check(sorted[0]);
    int[] keys = Arrays.stream(sorted).map(n -> n >>> BITS).distinct().toArray();
    long[][] blocks = new long[keys.length][WORDS];
    int at = 0;
    for (int number : sorted) {
      while (keys[at] != number >>> BITS) {
        at++;
      }
      blocks[at][word(number)] |= bit(number);
    }
    return new IdentitySet(keys, blocks, sorted.length);
  }

  public static IdentitySet of(Collection<Integer> numbers) {
    return numbers instanceof IdentitySet same
        ? same
        : of(numbers.stream().mapToInt(Integer::intValue).toArray());
  }

  public boolean contains(int number) {
    int at = Arrays.binarySearch(keys, number >>> BITS);
    return at >= 0 && (blocks[at][word(number)] & bit(number)) != 0;
  }

  @Override
  public boolean contains(@Nullable Object number) {
    return number instanceof Integer i && contains(i.intValue());
  }

  /** This set and one more. */
  public IdentitySet with(int number) {
    check(number);
    int key = number >>> BITS;
    int at = Arrays.binarySearch(keys, key);
    if (at >= 0) {
      return (blocks[at][word(number)] & bit(number)) != 0 ? this : flipped(at, number, size + 1);
    }
    int here = -at - 1;
    int[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
    long[][] moreBlocks = Arrays.copyOf(blocks, blocks.length + 1);
    System.arraycopy(keys, here, moreKeys, here + 1, keys.length - here);
    System.arraycopy(blocks, here, moreBlocks, here + 1, blocks.length - here);
    moreKeys[here] = key;
    moreBlocks[here] = new long[WORDS];
    moreBlocks[here][word(number)] = bit(number);
    return new IdentitySet(moreKeys, moreBlocks, size + 1);
  }

  /** This set less one. */
  public IdentitySet without(int number) {
    if (!contains(number)) {
      return this;
    }
    int at = Arrays.binarySearch(keys, number >>> BITS);
    IdentitySet fewer = flipped(at, number, size - 1);
    return Arrays.stream(fewer.blocks[at]).allMatch(w -> w == 0) ? fewer.withoutBlock(at) : fewer;
  }

  /** The numbers of both. */
  @SuppressWarnings("ReferenceEquality") // The same set is found without looking into it.
  public IdentitySet union(IdentitySet other) {
    if (other.size > size) {
      return other.union(this);
    }
    if (other.isEmpty() || other == this) {
      return this;
    }
    if (other.size <= FEW) {
      return other.numbers().boxed().reduce(this, IdentitySet::with, IdentitySet::union);
    }
    return of(IntStream.concat(numbers(), other.numbers()).toArray());
  }

  /** This set less those that are in another. */
  public IdentitySet without(IdentitySet others) {
    if (others.size <= FEW) {
      return others.numbers().boxed().reduce(this, IdentitySet::without, IdentitySet::union);
    }
    int[] left = numbers().filter(n -> !others.contains(n)).toArray();
    return left.length == size ? this : of(left);
  }

  private IdentitySet flipped(int at, int number, int newSize) {
    long[][] copy = blocks.clone();
    copy[at] = blocks[at].clone();
    copy[at][word(number)] ^= bit(number);
    return new IdentitySet(keys, copy, newSize);
  }

  private IdentitySet withoutBlock(int at) {
    int[] fewerKeys = Arrays.copyOf(keys, keys.length - 1);
    long[][] fewerBlocks = Arrays.copyOf(blocks, blocks.length - 1);
    System.arraycopy(keys, at + 1, fewerKeys, at, fewerKeys.length - at);
    System.arraycopy(blocks, at + 1, fewerBlocks, at, fewerBlocks.length - at);
    return new IdentitySet(fewerKeys, fewerBlocks, size);
  }

  /** Ascending. */
  public IntStream numbers() {
    return IntStream.range(0, keys.length)
        .flatMap(at -> Arrays.stream(bits(blocks[at])).map(number -> (keys[at] << BITS) | number));
  }

  private static int[] bits(long[] block) {
    return java.util.BitSet.valueOf(block).stream().toArray();
  }

  @Override
  public PrimitiveIterator.OfInt iterator() {
    return numbers().iterator();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdentitySet set
        ? set == this
            || (size == set.size
                && Arrays.equals(keys, set.keys)
                && Arrays.deepEquals(blocks, set.blocks))
        : super.equals(other);
  }

  /** That of every set of these numbers; kept, because sets are keys of larger values. */
  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = numbers().sum();
    }
    return hash;
  }

  private static int word(int number) {
    return (number & (BLOCK - 1)) / Long.SIZE;
  }

  private static long bit(int number) {
    return 1L << number;
  }

  private static void check(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("identity: " + number + " (expected: 0 or more)");
    }
  }
}
