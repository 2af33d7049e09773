package dev.chancery.policy.lint;

import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.Subject;
import dev.chancery.policy.peer.ListChange;
import dev.chancery.policy.peer.NamedPorts;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The world that a policy stands in, with answers to the questions that checks ask of it. */
final class Surroundings {
  /** A rule and the policy that it stands in. */
  record Placed(Policy policy, Rule rule) {}

  private final World world;
  private final List<Identity> identities;
  private final SubjectIndex subjects;
  private final NamedPorts ports;
  private final Map<PeerSelector, Boolean> selecting = new HashMap<>();
  private final Map<Identity, List<Placed>> binding = new HashMap<>();
  private final Map<Subject, Boolean> bindingAnyone = new HashMap<>();
  private final Map<Subject, List<Placed>> including = new HashMap<>();
  private final Map<Rule, List<Place>> places = new IdentityHashMap<>();

  Surroundings(World world, Resolution resolution) {
    this.world = world;
    this.identities = List.copyOf(resolution.identities().values());
    this.subjects = new SubjectIndex(world.policies());
    var pods = new ListChange<>(List.of(), world.endpoints(), world.endpoints());
    this.ports = NamedPorts.NONE.next(pods, new HashSet<>());
  }

  World world() {
    return world;
  }

  /** What the names of ports stand for. */
  NamedPorts ports() {
    return ports;
  }

  /** Whether there is anyone at all whom selectors could select. */
  boolean knowsPods() {
    return !world.endpoints().isEmpty();
  }

  boolean bindsAnyone(Rule rule) {
    return bindingAnyone.computeIfAbsent(
        rule.subject(),
        s -> world.endpoints().stream().anyMatch(e -> s.selectsEndpoint(e.identity().labels())));
  }

  /** All of a rule, in order. */
  List<Place> places(Placed placed) {
    return places.computeIfAbsent(placed.rule(), rule -> Place.of(placed.policy(), rule).toList());
  }

  boolean selectsAnyone(PeerSelector selector) {
    return selecting.computeIfAbsent(
        selector, s -> identities.stream().anyMatch(i -> s.selects(i.labels(), world.cluster())));
  }

  /** The rules that bind whatever this rule binds, whoever that may be; itself too, in order. */
  List<Placed> boundAlso(Rule rule) {
    return including.computeIfAbsent(rule.subject(), s -> subjects.including(rule));
  }

  /**
   * For each identity that this rule binds now, all the rules that bind it. Where it binds nobody,
   * those that bind whomever it may ever bind.
   */
  List<List<Placed>> together(Rule rule) {
    List<List<Placed>> together = new ArrayList<>();
    world.endpoints().stream()
        .map(Endpoint::identity)
        .distinct()
        .filter(i -> rule.binds(i.labels()))
        .forEach(i -> together.add(binding.computeIfAbsent(i, this::binding)));
    return together.isEmpty() ? List.of(boundAlso(rule)) : together;
  }

  private List<Placed> binding(Identity identity) {
    List<Placed> placed = new ArrayList<>();
    for (Policy policy : world.policies()) {
      for (Rule rule : policy.rules()) {
        if (rule.binds(identity.labels())) {
          placed.add(new Placed(policy, rule));
        }
      }
    }
    return placed;
  }
}
