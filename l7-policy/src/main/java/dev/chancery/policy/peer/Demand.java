package dev.chancery.policy.peer;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.PrefixLabels;
import dev.chancery.policy.label.EndpointLabels;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that whoever a selector selects must have: what an index files selectors under. It is
 * necessary and not enough; sources of labels are left out of account.
 */
sealed interface Demand {
  /** Everybody has it. */
  record Nothing() implements Demand {}

  /** A label with this key. */
  record Key(String key) implements Demand {}

  /** A label with this key and value. */
  record Value(String key, String value) implements Demand {}

  /** A prefix within this one. */
  record Within(IpPrefix prefix) implements Demand {}

  /** Selects nobody, whoever comes. */
  record Nobody() implements Demand {}

  /** One that few have, of those that a selector makes. */
  static Demand of(PeerSelector selector) {
    if (selector instanceof PeerSelector.Endpoints endpoints) {
      return of(endpoints.selector());
    }
    if (selector instanceof PeerSelector.Cidr cidr) {
      return new Within(cidr.prefix());
    }
    if (selector instanceof PeerSelector.CidrGroup group) {
      return of(group.group());
    }
    if (selector instanceof PeerSelector.Name name) {
      return new Value(name.text(), "");
    }
    return selector instanceof PeerSelector.OfService || selector instanceof PeerSelector.OfGroup
        ? new Nobody()
        : new Nothing();
  }

  static Demand of(Selector selector) {
    Optional<Requirement> telling =
        selector.requirements().stream()
            .filter(r -> r.operator() != Requirement.Operator.NOT_IN)
            .filter(r -> r.operator() != Requirement.Operator.DOES_NOT_EXIST)
            .min(Comparator.comparingInt(Demand::breadth));
    return telling.<Demand>map(Demand::of).orElseGet(Nothing::new);
  }

  private static Demand of(Requirement requirement) {
    String key = requirement.key().name();
    return requirement.values().size() == 1
        ? new Value(key, requirement.values().get(0))
        : new Key(key);
  }

  /** How many have it, as a rule: the cluster is everybody's, a namespace many pods'. */
  private static int breadth(Requirement requirement) {
    int ofKey =
        switch (requirement.key().name()) {
          case EndpointLabels.CLUSTER -> 4;
          case EndpointLabels.NAMESPACE -> 2;
          default -> 0;
        };
    return ofKey + (requirement.values().size() == 1 ? 0 : 3);
  }

  /** All that an identity has. */
  static List<Demand> offered(Identity identity) {
    List<Demand> offered = new ArrayList<>();
    offered.add(new Nothing());
    for (Label label : identity.labels().sorted()) {
      offered.add(new Key(label.key()));
      offered.add(new Value(label.key(), label.value()));
    }
    PrefixLabels.prefixes(identity.labels())
        .forEach(
            p -> {
              for (int length = 0; length <= p.length(); length++) {
                offered.add(new Within(new IpPrefix(p.v6(), p.high(), p.low(), length)));
              }
            });
    return offered;
  }
}
