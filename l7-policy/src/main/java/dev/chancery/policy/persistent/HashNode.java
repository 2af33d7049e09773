package dev.chancery.policy.persistent;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of the trie: up to 32 slots, chosen by five bits of the hash, of which only those that are
 * used are stored. A slot holds a {@link HashLeaf} or the node of the next five bits.
 */
final class HashNode<K, V> {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  /** A bit for each slot that is there. */
  private final int used;

  private final Object[] slots;

  private HashNode(int used, Object... slots) {
    this.used = used;
    this.slots = slots;
  }

  static <K, V> HashNode<K, V> empty() {
    return new HashNode<>(0);
  }

  Iterator<Object> slots() {
    return Arrays.asList(slots).iterator();
  }

  @Nullable HashLeaf<K, V> find(K key) {
    int hash = HashLeaf.spread(key);
    HashNode<K, V> node = this;
    for (int shift = 0; ; shift += BITS) {
      int bit = bit(hash, shift);
      if ((node.used & bit) == 0) {
        return null;
      }
      Object slot = node.slots[node.index(bit)];
      if (slot instanceof HashLeaf<?, ?>) {
        HashLeaf<K, V> leaf = leaf(slot);
        return leaf.hash == hash ? leaf.find(key) : null;
      }
      node = node(slot);
    }
  }

  /** Shows the leaves below {@code one} that are not below the same slots of {@code other}. */
  static <K, V> void unshared(
      HashNode<K, V> one, HashNode<K, V> other, Consumer<HashLeaf<K, V>> each) {
    if (one == other) {
      return;
    }
    for (int bits = one.used; bits != 0; bits &= bits - 1) {
      int bit = bits & -bits;
      Object slot = one.slots[one.index(bit)];
      Object counterpart = (other.used & bit) == 0 ? null : other.slots[other.index(bit)];
      if (slot == counterpart) {
        continue;
      }
      if (slot instanceof HashLeaf<?, ?>) {
        for (HashLeaf<K, V> leaf = leaf(slot); leaf != null; leaf = leaf.next) {
          each.accept(leaf);
        }
      } else {
        HashNode<K, V> against =
            counterpart == null || counterpart instanceof HashLeaf<?, ?>
                ? empty()
                : node(counterpart);
        unshared(node(slot), against, each);
      }
    }
  }

  HashNode<K, V> with(int shift, HashLeaf<K, V> added) {
    int bit = bit(added.hash, shift);
    int index = index(bit);
    if ((used & bit) == 0) {
      Object[] more = new Object[slots.length + 1];
      System.arraycopy(slots, 0, more, 0, index);
      more[index] = added;
      System.arraycopy(slots, index, more, index + 1, slots.length - index);
      return new HashNode<>(used | bit, more);
    }
    Object old = slots[index];
    Object changed;
    if (!(old instanceof HashLeaf<?, ?>)) {
      changed = HashNode.<K, V>node(old).with(shift + BITS, added);
    } else if (leaf(old).hash == added.hash) {
      changed = HashNode.<K, V>leaf(old).with(added);
    } else {
      int below = shift + BITS;
      changed = new HashNode<K, V>(bit(leaf(old).hash, below), old).with(below, added);
    }
    return changed == old ? this : replaced(index, changed);
  }

  HashNode<K, V> without(int shift, int hash, K key) {
    int bit = bit(hash, shift);
    if ((used & bit) == 0) {
      return this;
    }
    int index = index(bit);
    Object old = slots[index];
    Object changed;
    if (old instanceof HashLeaf<?, ?>) {
      changed = leaf(old).hash == hash ? HashNode.<K, V>leaf(old).without(key) : old;
    } else {
      changed = HashNode.<K, V>node(old).without(shift + BITS, hash, key).lifted();
    }
    if (changed == null) {
      Object[] fewer = new Object[slots.length - 1];
      System.arraycopy(slots, 0, fewer, 0, index);
      System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
      return new HashNode<>(used & ~bit, fewer);
    }
    return changed == old ? this : replaced(index, changed);
  }

  /** A node that is left with one leaf is that leaf, so that equal contents have equal shapes. */
  private @Nullable Object lifted() {
    if (slots.length == 0) {
      return null;
    }
    return slots.length == 1 && slots[0] instanceof HashLeaf<?, ?> ? slots[0] : this;
  }

  private HashNode<K, V> replaced(int index, Object slot) {
    Object[] copy = Arrays.copyOf(slots, slots.length);
    copy[index] = slot;
    return new HashNode<>(used, copy);
  }

  private int index(int bit) {
    return Integer.bitCount(used & (bit - 1));
  }

  private static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & MASK);
  }

  @SuppressWarnings("unchecked")
  private static <K, V> HashLeaf<K, V> leaf(Object slot) {
    return (HashLeaf<K, V>) slot;
  }

  @SuppressWarnings("unchecked")
  private static <K, V> HashNode<K, V> node(Object slot) {
    return (HashNode<K, V>) slot;
  }
}
