package dev.chancery.policy.resolve;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.peer.AddressBook;
import dev.chancery.policy.peer.ListChange;
import dev.chancery.policy.peer.NamedPorts;
import dev.chancery.policy.peer.Outside;
import dev.chancery.policy.peer.SelectorIndex;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One way from a resolution to the next. */
final class Step {
  private final Resolution before;
  private final Memo memo;
  private final Memo history;
  private final World world;
  private final Numbering numbering;
  private final ListChange<Endpoint> endpoints;
  private final ListChange<Policy> policies;
  private final ListChange<Identity> elsewhere;
  private final Set<PeerSelector> kept;

  private final Set<Integer> touched = new HashSet<>();
  private final Set<PeerSelector> changedSelectors = new HashSet<>();
  private final Set<String> changedPorts = new HashSet<>();
  private final Set<Integer> rebound = new HashSet<>();

  /**
   * @param history says which rules endpoints had before a conflict
   * @param kept what such rules say of addresses
   */
  @SuppressWarnings("ReferenceEquality") // Another empty resolution has a memo of its own.
  private Step(
      Resolution before, Memo history, World world, Numbering numbering, Set<PeerSelector> kept) {
    this.before = before;
    this.memo = before == Resolution.NOTHING ? Memo.empty(world.cluster()) : before.memo();
    this.history = history;
    this.numbering = numbering;
    this.kept = kept;
    this.endpoints = ListChange.between(memo.world().endpoints(), world.endpoints(), Endpoint::key);
    this.policies = ListChange.between(memo.world().policies(), world.policies(), Policy::ref);
    this.elsewhere =
        ListChange.between(memo.world().elsewhere(), world.elsewhere(), Identity::number);
    this.world = world.withEndpoints(endpoints.now()).withPolicies(policies.now());
  }

  /**
   * Takes the step, and again where endpoints have come into a conflict, or out of one: the
   * prefixes that their rules of before name have to be told apart as long as these are in force.
   *
   * @param history says which rules endpoints had before a conflict
   */
  static Resolution take(Resolution before, Memo history, World world, Numbering numbering) {
    Set<PeerSelector> kept = history.outside().kept();
    Resolution next = new Step(before, history, world, numbering, kept).take();
    Set<PeerSelector> keptNow = next.memo().keptAddresses();
    return keptNow.equals(kept)
        ? next
        : new Step(before, history, world, numbering, keptNow).take();
  }

  private Resolution take() {
    Outside outside = memo.outside().next(memo.world(), world, policies, kept, numbering);
    AddressBook book =
        memo.book()
            .next(outside.identities(), world.hostAddresses(), endpoints, elsewhere, touched);
    SelectorIndex index = memo.selectors().next(touched, book.identities(), changedSelectors::add);
    NamedPorts ports = memo.ports().next(endpoints, changedPorts);
    var byIdentity = byIdentity();
    Bindings bindings = bindings(index, byIdentity);

    var settling = new Settling(new Selections(index), ports, bindings);
    settling.drop(endpoints.removed());
    settling.settle(endpoints.added());
    settling.settle(dirty(byIdentity, settling));
    return settling.resolution(outside, book, byIdentity);
  }

  private PersistentMap<Integer, PersistentMap<String, Endpoint>> byIdentity() {
    var now = memo.byIdentity();
    for (Endpoint endpoint : endpoints.removed()) {
      int number = endpoint.identity().number();
      var left = now.getOrDefault(number, PersistentMap.empty()).without(endpoint.key());
      now = left.isEmpty() ? now.without(number) : now.with(number, left);
    }
    for (Endpoint endpoint : endpoints.added()) {
      int number = endpoint.identity().number();
      now =
          now.with(
              number,
              now.getOrDefault(number, PersistentMap.empty()).with(endpoint.key(), endpoint));
    }
    return now;
  }

  private Bindings bindings(
      SelectorIndex index, PersistentMap<Integer, PersistentMap<String, Endpoint>> byIdentity) {
    Set<Integer> gone = new HashSet<>();
    for (Endpoint endpoint : endpoints.removed()) {
      if (!byIdentity.containsKey(endpoint.identity().number())) {
        gone.add(endpoint.identity().number());
      }
    }
    Set<Identity> fresh = new HashSet<>();
    for (Endpoint endpoint : endpoints.added()) {
      int number = endpoint.identity().number();
      if (touched.contains(number) || !memo.bindings().rules().containsKey(number)) {
        fresh.add(endpoint.identity());
      }
    }
    return memo.bindings().next(index, gone, fresh, policies, rebound);
  }

  /** Endpoints that are not new, and whose policy may be another than before. */
  private List<Endpoint> dirty(
      Map<Integer, PersistentMap<String, Endpoint>> byIdentity, Settling settling) {
    if (!memo.world().options().equals(world.options())) {
      return world.endpoints();
    }
    Set<String> keys = new HashSet<>();
    rebound.forEach(n -> keys.addAll(byIdentity.getOrDefault(n, PersistentMap.empty()).keySet()));
    changedSelectors.forEach(s -> keys.addAll(memo.askers().of(s)));
    Predicate<Needs> needs = n -> !Collections.disjoint(n.portNames(), changedPorts);
    if (!memo.world().services().equals(world.services())) {
      needs = needs.or(Needs::services);
    }
    if (!memo.world().listeners().equals(world.listeners())) {
      needs = needs.or(Needs::listeners);
    }
    for (Settled settled : memo.settled().values()) {
      if (needs.test(settled.needs())) {
        keys.add(settled.endpoint().key());
      }
    }
    List<Endpoint> dirty = new ArrayList<>();
    for (String key : keys) {
      Settled settled = settling.settled.get(key);
      if (settled != null) {
        dirty.add(settled.endpoint());
      }
    }
    return dirty;
  }

  /** The last step: the policies themselves. */
  private final class Settling {
    private final Selections selections;
    private final NamedPorts ports;
    private final Bindings bindings;
    private final EndpointResolver resolver;
    private final Set<String> done = new HashSet<>();
    private final Set<PeerSelector> idle = new HashSet<>();
    private PersistentMap<String, Settled> settled = memo.settled();
    private PersistentMap<String, EndpointPolicy> policies =
        PersistentMap.copyOf(before.policies());
    private PersistentMap<String, Conflict> conflicts = PersistentMap.copyOf(before.conflicts());
    private Askers askers = memo.askers();

    Settling(Selections selections, NamedPorts ports, Bindings bindings) {
      this.selections = selections;
      this.ports = ports;
      this.bindings = bindings;
      this.resolver = new EndpointResolver(world, ports, selections);
    }

    void drop(List<Endpoint> removed) {
      for (Endpoint endpoint : removed) {
        Settled old = settled.get(endpoint.key());
        if (old != null) {
          askers = askers.with(endpoint.key(), old.asked(), Set.of(), idle::add);
        }
        settled = settled.without(endpoint.key());
        policies = policies.without(endpoint.key());
        conflicts = conflicts.without(endpoint.key());
      }
    }

    void settle(List<Endpoint> some) {
      for (Endpoint endpoint : some) {
        if (done.add(endpoint.key())) {
          settle(endpoint);
        }
      }
    }

    private void settle(Endpoint endpoint) {
      String key = endpoint.key();
      List<Rule> bound = bindings.of(endpoint.identity());
      Optional<List<Rule>> lastGood = history.lastGood(endpoint);
      EndpointPolicy policy = EndpointPolicy.closed(endpoint);
      Optional<Conflict> conflict = Optional.empty();
      Resolved resolved = resolver.resolve(endpoint, bound);
      if (resolved instanceof Resolved.Failed failed) {
        conflict = Optional.of(failed.conflict());
        if (lastGood.isPresent()) {
          resolved = resolver.resolve(endpoint, lastGood.get());
        }
      } else {
        lastGood = Optional.of(bound);
      }
      if (resolved instanceof Resolved.Policy good) {
        policy = good.policy();
      }
      Settled old = settled.get(key);
      Set<PeerSelector> asked = selections.takeAsked();
      askers = askers.with(key, old == null ? Set.of() : old.asked(), asked, idle::add);
      EndpointPolicy earlier = before.policies().get(key);
      policy = earlier == null ? policy : policy.sharing(earlier);
      var needs = Needs.of(lastGood.map(l -> List.of(bound, l)).orElse(List.of(bound)));
      settled = settled.with(key, new Settled(endpoint, policy, conflict, lastGood, asked, needs));
      policies = policies.with(key, policy);
      conflicts = conflict.map(c -> conflicts.with(key, c)).orElse(conflicts.without(key));
    }

    Resolution resolution(
        Outside outside,
        AddressBook book,
        PersistentMap<Integer, PersistentMap<String, Endpoint>> byIdentity) {
      SelectorIndex index = selections.index();
      for (PeerSelector selector : idle) {
        if (askers.of(selector).isEmpty()) {
          index = index.without(selector);
        }
      }
      var next =
          new Memo(world, outside, book, ports, index, bindings, byIdentity, settled, askers);
      return new Resolution(
          policies,
          conflicts,
          book.cache(),
          new Numbering(numbering.workloads(), outside.numbers(), numbering.endpoints()),
          book.identities(),
          next);
    }
  }
}
