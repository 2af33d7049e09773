package dev.chancery.envoy.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.Requirement;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Entity;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.RuleElement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What cannot be enforced where the proxy has identities from Cilium's ipcache map. A Cilium agent
 * numbers prefixes and names for its own node alone, so that addresses outside the cluster have
 * numbers that only its map tells. A peer list that speaks of them can neither allow them nor, what
 * is worse, deny them.
 */
public final class IpCacheLimits {
  private static final String CODE = "not-enforceable";
  private static final Set<Entity> WORLD =
      Set.of(Entity.WORLD, Entity.WORLD_IPV4, Entity.WORLD_IPV6);

  private IpCacheLimits() {}

  /** An error for each peer list that would not be enforced, and warnings. */
  public static List<Problem> of(Policy policy) {
    return policy.rules().stream()
        .flatMap(rule -> rule.elements().stream())
        .flatMap(IpCacheLimits::of)
        .distinct()
        .toList();
  }

  private static Stream<Problem> of(RuleElement element) {
    return element.peers() instanceof PeerRule.AnyOf some
        ? some.selectors().stream().flatMap(selector -> of(selector, element))
        : Stream.of();
  }

  private static Stream<Problem> of(PeerSelector selector, RuleElement element) {
    boolean denied = element.action() == Action.DENY;
    if (selector instanceof PeerSelector.Cidr || selector instanceof PeerSelector.CidrGroup) {
      return refused(element, "CIDR", "numbers of prefixes are known to its Cilium agent alone");
    }
    if (selector instanceof PeerSelector.OfService) {
      return refused(
          element,
          "Services",
          "a service may stand for addresses outside the cluster, whose numbers are known to its"
              + " Cilium agent alone");
    }
    if (selector instanceof PeerSelector.OfEntity of && WORLD.contains(of.entity())) {
      return denied
          ? refused(
              element,
              "Entities",
              "addresses that any CIDR rule names have other numbers than the world, and would not"
                  + " be denied (deny everyone, or deny in Cilium's datapath)")
          : warned(
              element,
              "Entities",
              "accepted; addresses that any CIDR rule names have other numbers than the world, and"
                  + " are not allowed by this");
    }
    if (denied
        && selector instanceof PeerSelector.Endpoints endpoints
        && !isOfPods(endpoints.selector())) {
      return refused(
          element,
          "Endpoints",
          "this may mean addresses outside the cluster, whose numbers are known to its Cilium agent"
              + " alone, and would not deny them");
    }
    return Stream.of();
  }

  /**
   * Whether whoever it selects has a label of Kubernetes, as no address outside the cluster has.
   */
  private static boolean isOfPods(Selector selector) {
    return selector.requirements().isEmpty()
        || selector.requirements().stream()
            .anyMatch(
                r ->
                    r.key().source().equals("k8s")
                        && (r.operator() == Requirement.Operator.IN
                            || r.operator() == Requirement.Operator.EXISTS));
  }

  private static Stream<Problem> refused(RuleElement element, String field, String reason) {
    Provenance at = at(element, field);
    return Stream.of(
        Problem.error(
            CODE,
            at.path(),
            at.location(),
            "not enforceable by cilium-envoy with identities of Cilium's ipcache: " + reason));
  }

  private static Stream<Problem> warned(RuleElement element, String field, String message) {
    Provenance at = at(element, field);
    return Stream.of(Problem.warning("world-without-prefixes", at.path(), at.location(), message));
  }

  private static Provenance at(RuleElement element, String field) {
    return element
        .origin()
        .field((element.direction() == Direction.INGRESS ? "from" : "to") + field);
  }
}
