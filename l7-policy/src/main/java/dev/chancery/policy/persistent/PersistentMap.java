package dev.chancery.policy.persistent;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map: one with an entry more or less shares all but a few nodes with the one that it
 * was made of, and costs about the logarithm of the size. In no order; neither keys nor values are
 * null.
 *
 * <p>A hash array mapped trie, after Bagwell, "Ideal Hash Trees" (2001).
 */
public final class PersistentMap<K, V> extends AbstractMap<K, V> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(HashNode.empty(), 0);

  private final HashNode<K, V> root;
  private final int size;

  private PersistentMap(HashNode<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked")
  public static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  /** The map itself, where it is persistent already. */
  @SuppressWarnings("unchecked")
  public static <K, V> PersistentMap<K, V> copyOf(Map<K, V> map) {
    if (map instanceof PersistentMap<?, ?>) {
      return (PersistentMap<K, V>) map;
    }
    PersistentMap<K, V> copy = empty();
    for (var entry : map.entrySet()) {
      copy = copy.with(entry.getKey(), entry.getValue());
    }
    return copy;
  }

  /** This map itself, where {@code key} has this very value. */
  public PersistentMap<K, V> with(K key, V value) {
    HashNode<K, V> changed = root.with(0, new HashLeaf<>(key, value));
    if (changed == root) {
      return this;
    }
    return new PersistentMap<>(changed, root.find(key) == null ? size + 1 : size);
  }

  /** This map itself, where it has no such key. */
  public PersistentMap<K, V> without(K key) {
    HashNode<K, V> changed = root.without(0, HashLeaf.spread(key), key);
    return changed == root ? this : new PersistentMap<>(changed, size - 1);
  }

  /** The keys that do not have equal values in both maps. What the maps share is not looked at. */
  public Set<K> differences(PersistentMap<K, V> other) {
    Set<K> keys = new HashSet<>();
    HashNode.unshared(root, other.root, leaf -> compare(leaf, other.root, keys));
    HashNode.unshared(other.root, root, leaf -> compare(leaf, root, keys));
    return keys;
  }

  private static <K, V> void compare(HashLeaf<K, V> leaf, HashNode<K, V> other, Set<K> unequal) {
    HashLeaf<K, V> counterpart = other.find(leaf.getKey());
    if (counterpart == null || !counterpart.getValue().equals(leaf.getValue())) {
      unequal.add(leaf.getKey());
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V get(@Nullable Object key) {
    HashLeaf<K, V> leaf = key == null ? null : root.find((K) key);
    return leaf == null ? null : leaf.getValue();
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean containsKey(@Nullable Object key) {
    return key != null && root.find((K) key) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return new HashIterator<>(root);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof PersistentMap<?, ?> map && map.root == root)
        || super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
