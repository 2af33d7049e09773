package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Assignments;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.persistent.PersistentBag;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What lies outside the cluster, as far as policies tell it apart: each prefix that they name, and
 * exceptions too, has an identity of its own. Immutable; computed again as a whole when something
 * that it depends on has changed, which a policy that names nothing new does not.
 *
 * @param named the selectors that speak of addresses, as often as rules have them
 * @param identities of prefixes
 * @param numbers of these identities
 */
public record Outside(
    PersistentBag<PeerSelector> named,
    PersistentMap<IpPrefix, Identity> identities,
    Assignments numbers) {
  public static final Outside NOTHING =
      new Outside(PersistentBag.empty(), PersistentMap.empty(), Numbering.empty().prefixes());

  /**
   * @param before the world that this is the outside of
   */
  @SuppressWarnings("ReferenceEquality") // A bag that did not change is the same bag.
  public Outside next(World before, World world, ListChange<Policy> policies, Numbering numbering) {
    boolean sameServices = before.services().equals(world.services());
    PersistentBag<PeerSelector> nowNamed = sameServices ? edited(world, policies) : allNamed(world);
    boolean same =
        (nowNamed == named || nowNamed.elements().equals(named.elements()))
            && before.cidrGroups().equals(world.cidrGroups())
            && before.names().equals(world.names())
            && numbering.prefixes().equals(numbers);
    return same ? new Outside(nowNamed, identities, numbers) : of(nowNamed, world, numbering);
  }

  private static Outside of(PersistentBag<PeerSelector> named, World world, Numbering numbering) {
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    List<PeerSelector.Name> written = new ArrayList<>();
    for (PeerSelector selector : named.elements()) {
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
    return new Outside(named, identities, numbered.prefixes());
  }

  private PersistentBag<PeerSelector> edited(World world, ListChange<Policy> policies) {
    var bag = new Named(named, world);
    policies.added().forEach(p -> bag.each(p, s -> bag.named = bag.named.with(s)));
    policies.removed().forEach(p -> bag.each(p, s -> bag.named = bag.named.without(s)));
    return bag.named;
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
      policy.rules().stream()
          .flatMap(r -> r.elements().stream())
          .flatMap(e -> atoms.of(e.peers()).stream())
          .filter(Named::speaksOfAddresses)
          .forEach(then);
    }

    private static boolean speaksOfAddresses(PeerSelector selector) {
      return selector instanceof PeerSelector.Cidr
          || selector instanceof PeerSelector.CidrGroup
          || selector instanceof PeerSelector.Name;
    }
  }
}
