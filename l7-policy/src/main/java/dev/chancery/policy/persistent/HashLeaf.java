package dev.chancery.policy.persistent;

import java.util.AbstractMap;
import org.jspecify.annotations.Nullable;

/** An entry with the hash of its key, and those whose keys have the very same hash behind it. */
final class HashLeaf<K, V> extends AbstractMap.SimpleImmutableEntry<K, V> {
  private static final long serialVersionUID = 1;

  final int hash;
  final transient @Nullable HashLeaf<K, V> next;

  HashLeaf(K key, V value) {
    this(spread(key), key, value, null);
  }

  private HashLeaf(int hash, K key, V value, @Nullable HashLeaf<K, V> next) {
    super(key, value);
    this.hash = hash;
    this.next = next;
  }

  /** Weak hashes differ in their low bits alone, or in their high ones. */
  static int spread(Object key) {
    int h = key.hashCode() * 0x9E3779B9;
    return h ^ (h >>> 16);
  }

  @Nullable HashLeaf<K, V> find(K key) {
    for (HashLeaf<K, V> leaf = this; leaf != null; leaf = leaf.next) {
      if (leaf.getKey().equals(key)) {
        return leaf;
      }
    }
    return null;
  }

  /** This chain itself, where the key has this very value. */
  HashLeaf<K, V> with(HashLeaf<K, V> added) {
    HashLeaf<K, V> old = find(added.getKey());
    if (old != null && old.getValue() == added.getValue()) {
      return this;
    }
    return new HashLeaf<>(hash, added.getKey(), added.getValue(), without(added.getKey()));
  }

  @SuppressWarnings("ReferenceEquality") // A chain that did not change is the same chain.
  @Nullable HashLeaf<K, V> without(K key) {
    if (getKey().equals(key)) {
      return next;
    }
    HashLeaf<K, V> rest = next == null ? null : next.without(key);
    return rest == next ? this : new HashLeaf<>(hash, getKey(), getValue(), rest);
  }
}
