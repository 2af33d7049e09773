package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.peer.NamedPorts;
import dev.chancery.policy.peer.PeerAtoms;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options.Enforcement;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policy of one endpoint, from the rules that bind it: whether each direction is enforced, and
 * one entry for each filter and selector.
 */
final class EndpointResolver {
  private static final Label INIT = ReservedIdentity.INIT.identity().labels().sorted().get(0);

  private final World world;
  private final Selections selections;
  private final NamedPorts namedPorts;
  private final PeerAtoms atoms;
  private final Listeners listeners;

  EndpointResolver(World world, NamedPorts namedPorts, Selections selections) {
    this.world = world;
    this.namedPorts = namedPorts;
    this.selections = selections;
    this.atoms = new PeerAtoms(world);
    this.listeners = new Listeners(world.listeners());
  }

  /**
   * @param bound the rules that bind the endpoint, in the order of their policies
   */
  Resolved resolve(Endpoint endpoint, List<Rule> bound) {
    try {
      return new Resolved.Policy(
          new EndpointPolicy(
              endpoint,
              direction(endpoint, bound, Direction.INGRESS),
              direction(endpoint, bound, Direction.EGRESS)));
    } catch (Clash clash) {
      return new Resolved.Failed(clash.conflict());
    }
  }

  private DirectionPolicy direction(Endpoint endpoint, List<Rule> bound, Direction direction)
      throws Clash {
    List<Rule> rules = bound.stream().filter(r -> !r.elements(direction).isEmpty()).toList();
    Enforcement enforcement = world.options().enforcement();
    boolean always =
        enforcement == Enforcement.ALWAYS || endpoint.identity().labels().sorted().contains(INIT);
    if (enforcement == Enforcement.NEVER || (rules.isEmpty() && !always)) {
      return DirectionPolicy.open(direction);
    }
    boolean deniesByDefault =
        always || rules.stream().anyMatch(r -> r.defaultDeny().contains(direction));
    var contributions = new Contributions(endpoint, direction, namedPorts, atoms, listeners);
    for (Rule rule : rules) {
      Optional<Provenance> wildcard =
          deniesByDefault ? Optional.empty() : Optional.of(ImplicitEntries.notDenied(rule));
      for (RuleElement element : rule.elements(direction)) {
        contributions.add(element, wildcard);
      }
    }
    if (!deniesByDefault) {
      contributions.addEverything(ImplicitEntries.notDenied(rules.get(0)));
    }
    return new DirectionPolicy(direction, true, entries(contributions, direction));
  }

  private List<PolicyEntry> entries(Contributions contributions, Direction direction) {
    List<PolicyEntry> entries = new ArrayList<>();
    contributions
        .merged()
        .forEach(
            (key, contribution) -> {
              Peers selected = selections.peers(key.selector());
              if (!(selected instanceof Peers.Identities some) || !some.numbers().isEmpty()) {
                entries.add(contribution.entry(key.filter().ports(), selected));
              }
            });
    if (direction == Direction.INGRESS && world.options().allowLocalhost()) {
      entries.addAll(ImplicitEntries.localhost(contributions.merged()));
    }
    return entries;
  }
}
