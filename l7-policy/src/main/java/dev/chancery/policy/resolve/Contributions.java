package dev.chancery.policy.resolve;

import dev.chancery.policy.Direction;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.ListenerRef;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.peer.NamedPorts;
import dev.chancery.policy.peer.PeerAtoms;
import dev.chancery.policy.resolve.PolicyEntry.Part;
import dev.chancery.policy.world.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What rules say of one direction of an endpoint, brought together by filter and selector. */
final class Contributions {
  /** What is merged: these ports, this selector. */
  record Key(Filter filter, PeerSelector selector) {}

  private final Endpoint endpoint;
  private final Direction direction;
  private final NamedPorts namedPorts;
  private final PeerAtoms atoms;
  private final Listeners listeners;
  private final Map<Key, Contribution> merged = new LinkedHashMap<>();

  Contributions(
      Endpoint endpoint,
      Direction direction,
      NamedPorts namedPorts,
      PeerAtoms atoms,
      Listeners listeners) {
    this.endpoint = endpoint;
    this.direction = direction;
    this.namedPorts = namedPorts;
    this.atoms = atoms;
    this.listeners = listeners;
  }

  /** In the order of the rules, each filter and selector where it first appeared. */
  Map<Key, Contribution> merged() {
    return merged;
  }

  /**
   * @param wildcard the rule for whose sake L7 rules let everything pass; empty where they filter
   */
  void add(RuleElement element, Optional<Provenance> wildcard) throws Clash {
    List<PeerSelector> selectors = atoms.of(element.peers());
    for (PortRule rule : element.ports()) {
      Contribution contribution = contribution(element, rule, wildcard);
      for (PortSpec port : rule.ports()) {
        for (Filter filter : filters(port, element.action()).toList()) {
          for (PeerSelector selector : selectors) {
            add(new Key(filter, selector), contribution);
          }
        }
      }
    }
  }

  /** Allows everyone everything, without a rule that spells it out. */
  void addEverything(Provenance origin) throws Clash {
    add(
        new Key(new Filter(PortRange.EVERYTHING, ""), PeerAtoms.WILDCARD),
        Contribution.plain(new Part(Action.ALLOW, new L7Rules.None(), origin)));
  }

  private void add(Key key, Contribution contribution) throws Clash {
    Contribution before = merged.get(key);
    merged.put(
        key,
        before == null ? contribution : Merge.of(direction, key.selector(), before, contribution));
  }

  private Contribution contribution(
      RuleElement element, PortRule rule, Optional<Provenance> wildcard) throws Clash {
    if (element.action() == Action.DENY) {
      return Contribution.deny(new Part(Action.DENY, new L7Rules.None(), rule.origin()));
    }
    L7Rules written = l7(rule.l7());
    L7Rules l7 = wildcard.map(w -> L7Union.withWildcard(written, w)).orElse(written);
    String listener = listener(rule);
    return new Contribution(
        Action.ALLOW,
        l7,
        redirect(l7, rule.connection(), listener),
        listener,
        rule.connection(),
        element.authentication(),
        List.of(new Part(Action.ALLOW, written, rule.origin())));
  }

  /** Its qualified name; empty where the rule has none. */
  private String listener(PortRule rule) throws Clash {
    Optional<ListenerRef> written = rule.connection().listener();
    if (written.isEmpty()) {
      return "";
    }
    Optional<String> name = Listeners.name(written.get(), endpoint.namespace());
    if (name.isEmpty()) {
      throw new Clash(
          new Conflict(
              direction,
              "Listener \"%s\" in CCNP can not use Kind CiliumEnvoyConfig"
                  .formatted(written.get().name()),
              List.of(rule.origin())));
    }
    return name.get();
  }

  private Optional<Redirect> redirect(L7Rules l7, ConnectionRules connection, String listener) {
    Optional<Redirect> ofRules = Redirect.of(l7);
    if (ofRules.isPresent()) {
      return ofRules;
    }
    if (connection.listener().isPresent()) {
      return Optional.of(listeners.redirect(connection.listener().get(), listener));
    }
    return connection.isNone() ? Optional.empty() : Optional.of(Redirect.to(Redirect.Parser.TLS));
  }

  private Stream<Filter> filters(PortSpec port, Action action) {
    if (port instanceof PortSpec.Named named) {
      List<PortRange> ranges =
          direction == Direction.INGRESS
              ? namedPorts.ingress(named, endpoint)
              : namedPorts.egress(named);
      return ranges.stream().map(r -> new Filter(r, named.name()));
    }
    PortRange range = ((PortSpec.Range) port).range();
    return action == Action.DENY ? Filter.ofDenied(range) : Filter.ofNumbers(range);
  }

  private static L7Rules l7(L7Spec spec) {
    if (spec instanceof L7Spec.Http http) {
      return new L7Rules.Http(http.rules());
    }
    if (spec instanceof L7Spec.Dns dns) {
      return new L7Rules.Dns(dns.rules());
    }
    return spec instanceof L7Spec.Unenforced other
        ? new L7Rules.Unenforced(other.parser())
        : new L7Rules.None();
  }
}
