package dev.chancery.policy.resolve;

import java.util.Set;

/** Whom an entry speaks of. */
public sealed interface Peers {
  boolean contains(int identity);

  /** Everyone: a rule without a peer list, or the entity {@code all}. */
  record Any() implements Peers {
    @Override
    public boolean contains(int identity) {
      return true;
    }
  }

  /** These identities and no other; empty selects nobody. */
  record Identities(Set<Integer> numbers) implements Peers {
    public Identities {
      numbers = Set.copyOf(numbers);
    }

    @Override
    public boolean contains(int identity) {
      return numbers.contains(identity);
    }
  }
}
