package dev.chancery.policy.lint;

import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import java.util.List;
import java.util.stream.Stream;

/** An element of {@code toPorts}, and all that it stands in. */
record Place(Policy policy, Rule rule, RuleElement element, PortRule ports) {
  /** All of a policy, in order. */
  static Stream<Place> of(Policy policy) {
    return policy.rules().stream().flatMap(rule -> of(policy, rule));
  }

  static Stream<Place> of(Policy policy, Rule rule) {
    return rule.elements().stream()
        .flatMap(element -> element.ports().stream().map(p -> new Place(policy, rule, element, p)));
  }

  boolean allows() {
    return element.action() == Action.ALLOW;
  }

  /** The HTTP rules; none where there are others. */
  List<HttpRule> http() {
    return ports.l7() instanceof L7Spec.Http http ? http.rules() : List.of();
  }

  /** The written peers; none where there is no list. */
  static List<PeerSelector> peers(RuleElement element) {
    return element.peers() instanceof PeerRule.AnyOf any ? any.selectors() : List.of();
  }
}
