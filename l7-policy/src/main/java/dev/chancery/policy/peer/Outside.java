package dev.chancery.policy.peer;

import com.google.common.collect.Sets;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Assignments;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.persistent.PersistentBag;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What lies outside the cluster, as far as policies tell it apart: each prefix that they name, and
 * exceptions too, has an identity of its own. Immutable; computed again as a whole when something
 * that it depends on has changed, which a policy that names nothing new does not.
 *
 * @param named the selectors that speak of addresses, as often as rules have them
 * @param kept such selectors of rules that are in force though no policy has them any more
 * @param identities of prefixes
 * @param numbers of these identities
 */
public record Outside(
    PersistentBag<PeerSelector> named,
    Set<PeerSelector> kept,
    PersistentMap<IpPrefix, Identity> identities,
    Assignments numbers) {
  public static final Outside NOTHING =
      new Outside(
          PersistentBag.empty(), Set.of(), PersistentMap.empty(), Numbering.empty().prefixes());

  public Outside {
    kept = Set.copyOf(kept);
  }

  /**
   * @param before the world that this is the outside of
   */
  @SuppressWarnings("ReferenceEquality") // A bag that did not change is the same bag.
  public Outside next(
      World before,
      World world,
      ListChange<Policy> policies,
      Set<PeerSelector> nowKept,
      Numbering numbering) {
    boolean sameServices = before.services().equals(world.services());
    PersistentBag<PeerSelector> nowNamed = sameServices ? edited(world, policies) : allNamed(world);
    boolean same =
        (nowNamed == named || nowNamed.elements().equals(named.elements()))
            && kept.equals(nowKept)
            && before.cidrGroups().equals(world.cidrGroups())
            && before.names().equals(world.names())
            && numbering.prefixes().equals(numbers);
    return same
        ? new Outside(nowNamed, kept, identities, numbers)
        : of(nowNamed, nowKept, world, numbering);
  }

  private static Outside of(
      PersistentBag<PeerSelector> named, Set<PeerSelector> kept, World world, Numbering numbering) {
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    List<PeerSelector.Name> written = new ArrayList<>();
    for (PeerSelector selector : Sets.union(named.elements(), kept)) {
      if (selector instanceof PeerSelector.Cidr cidr) {
        prefixes.add(cidr.prefix());
        prefixes.addAll(cidr.except());
      } else if (selector instanceof PeerSelector.CidrGroup group) {
        prefixes.addAll(group.except());
      } else if (selector instanceof PeerSelector.Name name) {
        written.add(name);
      }
    }
    var groups = new GroupLabels(world.cidrGroups());
    prefixes.addAll(groups.prefixes());
    LearntNames learnt = LearntNames.of(world.names(), written, prefixes, groups::of);
    Numbering numbered = numbering.withLocal(prefixes, learnt.labels());
    PersistentMap<IpPrefix, Identity> identities = PersistentMap.empty();
    for (IpPrefix prefix : prefixes) {
      int number = numbered.prefix(prefix).number();
      identities = identities.with(prefix, new Identity(number, groups.of(prefix)));
    }
    for (var address : learnt.identities(numbered).entrySet()) {
      identities = identities.with(address.getKey(), address.getValue());
    }
    return new Outside(named, kept, identities, numbered.prefixes());
  }

  private PersistentBag<PeerSelector> edited(World world, ListChange<Policy> policies) {
    var bag = new Named(named, world);
    policies.added().forEach(p -> bag.each(p, s -> bag.named = bag.named.with(s)));
    policies.removed().forEach(p -> bag.each(p, s -> bag.named = bag.named.without(s)));
    return bag.named;
  }

  /** The selectors of rules that speak of addresses, as often as the rules have them. */
  public static Stream<PeerSelector> addresses(PeerAtoms atoms, List<Rule> rules) {
    return rules.stream()
        .flatMap(r -> r.elements().stream())
        .flatMap(e -> atoms.of(e.peers()).stream())
        .filter(Outside::speaksOfAddresses);
  }

  private static boolean speaksOfAddresses(PeerSelector selector) {
    return selector instanceof PeerSelector.Cidr
        || selector instanceof PeerSelector.CidrGroup
        || selector instanceof PeerSelector.Name;
  }

  private static PersistentBag<PeerSelector> allNamed(World world) {
    var bag = new Named(PersistentBag.empty(), world);
    world.policies().forEach(p -> bag.each(p, s -> bag.named = bag.named.with(s)));
    return bag.named;
  }

  /** Collects what policies name. */
  private static final class Named {
    private final PeerAtoms atoms;
    private PersistentBag<PeerSelector> named;

    Named(PersistentBag<PeerSelector> named, World world) {
      this.named = named;
      this.atoms = new PeerAtoms(world);
    }

    void each(Policy policy, Consumer<PeerSelector> then) {
      addresses(atoms, policy.rules()).forEach(then);
    }
  }
}
