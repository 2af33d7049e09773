package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.world.Endpoint;
import dev.chancery.policy.world.Options.Enforcement;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The entries of one endpoint, from the rules that bind it. */
final class EndpointResolver {
  private static final Label INIT = Label.reserved("init");

  private final World world;
  private final PeerIndex peers;
  private final NamedPorts namedPorts;

  EndpointResolver(World world, PeerIndex peers) {
    this.world = world;
    this.peers = peers;
    this.namedPorts = new NamedPorts(world.endpoints());
  }

  EndpointPolicy resolve(Endpoint endpoint) {
    List<Rule> rules =
        world.policies().stream()
            .flatMap(p -> p.rules().stream())
            .filter(r -> r.binds(endpoint.identity().labels()))
            .toList();
    return new EndpointPolicy(
        endpoint,
        direction(endpoint, rules, Direction.INGRESS),
        direction(endpoint, rules, Direction.EGRESS));
  }

  private DirectionPolicy direction(Endpoint endpoint, List<Rule> bound, Direction direction) {
    List<Rule> rules = bound.stream().filter(r -> !r.elements(direction).isEmpty()).toList();
    Enforcement enforcement = world.options().enforcement();
    boolean always =
        enforcement == Enforcement.ALWAYS || endpoint.identity().labels().sorted().contains(INIT);
    if (enforcement == Enforcement.NEVER || (rules.isEmpty() && !always)) {
      return DirectionPolicy.open(direction);
    }
    List<PolicyEntry> entries = new ArrayList<>();
    for (Rule rule : rules) {
      rule.elements(direction).forEach(e -> entries.addAll(entries(endpoint, e)));
    }
    if (!always && rules.stream().noneMatch(r -> r.defaultDeny().contains(direction))) {
      entries.add(ImplicitEntries.notDeniedByDefault(rules.get(0)));
    }
    if (direction == Direction.INGRESS && world.options().allowLocalhost()) {
      entries.addAll(ImplicitEntries.localhost(rules, e -> entries(endpoint, e)));
    }
    return new DirectionPolicy(direction, true, entries);
  }

  private List<PolicyEntry> entries(Endpoint endpoint, RuleElement element) {
    Peers selected = peers.peers(element.peers());
    if (selected instanceof Peers.Identities some && some.numbers().isEmpty()) {
      return List.of();
    }
    List<PolicyEntry> entries = new ArrayList<>();
    for (PortRule rule : element.ports()) {
      for (PortRange range : ranges(endpoint, element.direction(), rule)) {
        entries.add(
            new PolicyEntry(range, selected, element.action(), l7(rule.l7()), rule.origin()));
      }
    }
    return entries;
  }

  private List<PortRange> ranges(Endpoint endpoint, Direction direction, PortRule rule) {
    return rule.ports().stream()
        .flatMap(
            port -> {
              if (port instanceof PortSpec.Named named) {
                return direction == Direction.INGRESS
                    ? namedPorts.ingress(named, endpoint).stream()
                    : namedPorts.egress(named).stream();
              }
              return Stream.of(((PortSpec.Range) port).range());
            })
        .toList();
  }

  private static L7Rules l7(L7Spec spec) {
    if (spec instanceof L7Spec.Dns dns) {
      return new L7Rules.Dns(dns.rules());
    }
    if (spec instanceof L7Spec.Unenforced other) {
      return new L7Rules.Unenforced(other.parser());
    }
    return spec instanceof L7Spec.Http http ? new L7Rules.Http(http.rules()) : new L7Rules.None();
  }
}
