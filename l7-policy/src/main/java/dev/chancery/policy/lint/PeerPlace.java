package dev.chancery.policy.lint;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.model.Subject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One entry of a peer list. */
record PeerPlace(Policy policy, Rule rule, RuleElement element, int index, PeerSelector selector) {
  private static final String KUBERNETES = "NetworkPolicy";

  /** All of a rule, in order. */
  static Stream<PeerPlace> of(Policy policy, Rule rule) {
    return rule.elements().stream()
        .flatMap(
            element -> {
              List<PeerSelector> peers = Place.peers(element);
              return IntStream.range(0, peers.size())
                  .mapToObj(i -> new PeerPlace(policy, rule, element, i, peers.get(i)));
            });
  }

  /** Where the subject of a rule is written. */
  static String subjectPath(Policy policy, Rule rule) {
    String field =
        policy.ref().kind().equals(KUBERNETES)
            ? "podSelector"
            : rule.subject() instanceof Subject.Nodes ? "nodeSelector" : "endpointSelector";
    return rule.origin().path() + "." + field;
  }

  /** Such as {@code spec.ingress[0].fromEndpoints[1]}; lists of an element are never mixed. */
  String path() {
    String front = element.direction() == Direction.INGRESS ? "from" : "to";
    String kind = policy.ref().kind().equals(KUBERNETES) ? "" : kind();
    return element.origin().path() + "." + front + kind + "[" + index + "]";
  }

  private String kind() {
    if (selector instanceof PeerSelector.Endpoints endpoints) {
      return endpoints.selector().requirements().stream()
              .anyMatch(r -> r.key().toString().equals("reserved:remote-node"))
          ? "Nodes"
          : "Endpoints";
    }
    if (selector instanceof PeerSelector.OfEntity) {
      return "Entities";
    }
    if (selector instanceof PeerSelector.Name) {
      return "FQDNs";
    }
    if (selector instanceof PeerSelector.OfService) {
      return "Services";
    }
    if (selector instanceof PeerSelector.OfGroup) {
      return "Groups";
    }
    return selector instanceof PeerSelector.Cidr cidr && cidr.except().isEmpty()
        ? "CIDR"
        : "CIDRSet";
  }
}
