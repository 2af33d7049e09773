package dev.chancery.policy.persistent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks the leaves of a trie. */
final class HashIterator<K, V> implements Iterator<Map.Entry<K, V>> {
  private final Deque<Iterator<Object>> open = new ArrayDeque<>();
  private @Nullable HashLeaf<K, V> next;

  HashIterator(HashNode<K, V> root) {
    open.push(root.slots());
    descend();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Map.Entry<K, V> next() {
    HashLeaf<K, V> leaf = next;
    if (leaf == null) {
      throw new NoSuchElementException();
    }
    next = leaf.next;
    if (next == null) {
      descend();
    }
    return leaf;
  }

  /** To the next leaf, if there is one. */
  @SuppressWarnings("unchecked")
  private void descend() {
    while (!open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        continue;
      }
      Object slot = open.peek().next();
      if (slot instanceof HashLeaf<?, ?>) {
        next = (HashLeaf<K, V>) slot;
        return;
      }
      open.push(((HashNode<K, V>) slot).slots());
    }
  }
}
