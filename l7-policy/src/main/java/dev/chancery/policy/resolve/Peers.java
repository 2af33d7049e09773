package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.IdentitySet;
import java.util.Collection;

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
  record Identities(IdentitySet numbers) implements Peers {
    public Identities(Collection<Integer> numbers) {
      this(IdentitySet.of(numbers));
    }

    @Override
    public boolean contains(int identity) {
      return numbers.contains(identity);
    }
  }
}
