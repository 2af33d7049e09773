package dev.chancery.policy.resolve;

import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.peer.AddressBook;
import dev.chancery.policy.peer.NamedPorts;
import dev.chancery.policy.peer.Outside;
import dev.chancery.policy.peer.PeerAtoms;
import dev.chancery.policy.peer.SelectorIndex;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a resolution was made of, for the next one to begin with. It holds what exists in its world
 * and nothing older, but for the rules that bound an endpoint before they were in conflict. All
 * memos are equal: they have no part in what a resolution means.
 *
 * @param world with the very objects of the world before where they are equal
 * @param byIdentity endpoints by the number of their identity and by their keys
 * @param settled by key
 */
record Memo(
    World world,
    Outside outside,
    AddressBook book,
    NamedPorts ports,
    SelectorIndex selectors,
    Bindings bindings,
    PersistentMap<Integer, PersistentMap<String, Endpoint>> byIdentity,
    PersistentMap<String, Settled> settled,
    Askers askers) {

  /** Of a world in which there is nothing. */
  static Memo empty(String cluster) {
    World nothing = World.of(List.of(), List.of());
    return new Memo(
        nothing,
        Outside.NOTHING,
        AddressBook.EMPTY,
        NamedPorts.NONE,
        SelectorIndex.empty(cluster)
            .next(
                AddressBook.EMPTY.identities().keySet(),
                AddressBook.EMPTY.identities(),
                selector -> {}),
        Bindings.NONE,
        PersistentMap.empty(),
        PersistentMap.empty(),
        Askers.NONE);
  }

  /**
   * The rules that an endpoint had before a conflict: those of its name and its identity, since
   * another identity is another pod, or wants other rules.
   */
  Optional<List<Rule>> lastGood(Endpoint endpoint) {
    return Optional.ofNullable(settled.get(endpoint.key()))
        .filter(s -> s.endpoint().identity().equals(endpoint.identity()))
        .flatMap(Settled::lastGood);
  }

  /** What rules say of addresses that are in force because of a conflict. */
  Set<PeerSelector> keptAddresses() {
    var atoms = new PeerAtoms(world);
    return settled.values().stream()
        .filter(s -> s.conflict().isPresent())
        .flatMap(s -> s.lastGood().stream())
        .flatMap(rules -> Outside.addresses(atoms, rules))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Memo;
  }

  @Override
  public int hashCode() {
    return 1;
  }
}
