package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ManifestObject.Pod;
import dev.chancery.policy.identity.Assignments;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.PeerRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.peer.PeerAtoms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which pod has which identity. Pure.
 *
 * @param numbering with the numbers of the endpoints, and of their identities where these are ours
 *     to give
 * @param identities by {@code namespace/name}; of the pods that can be endpoints
 * @param unknown why others cannot, by the same names
 */
record PodNumbers(
    Numbering numbering, Map<String, Identity> identities, Map<String, String> unknown) {
  /** Numbers of our own. */
  static PodNumbers own(Numbering before, Map<String, Labels> pods) {
    Numbering numbering =
        before
            .only(pods.values(), pods.keySet())
            .plusWorkloads(pods.values())
            .plusEndpoints(pods.keySet());
    Map<String, Identity> identities = new HashMap<>();
    pods.forEach((name, labels) -> identities.put(name, numbering.workload(labels)));
    return new PodNumbers(numbering, identities, Map.of());
  }

  /**
   * Cilium's numbers. A pod whose number is not known may send all the same, and no rule can deny a
   * number that is not known: so whoever a rule protects from such a pod is no endpoint either, and
   * the proxy lets nothing through to it.
   *
   * @param labels of each of the pods
   */
  static PodNumbers ofCilium(
      Numbering before,
      Map<String, Pod> pods,
      Map<String, Labels> labels,
      CiliumNumbers cilium,
      List<Policy> policies,
      String cluster) {
    Map<String, Identity> known = new TreeMap<>();
    Map<String, String> unknown = new TreeMap<>();
    Map<String, Labels> unnumbered = new TreeMap<>();
    labels.forEach(
        (name, its) -> {
          Pod pod = Objects.requireNonNull(pods.get(name));
          CiliumNumbers.Numbered numbered = cilium.of(name, pod, its);
          if (numbered instanceof CiliumNumbers.Numbered.Known of) {
            known.put(name, of.identity());
          } else if (numbered instanceof CiliumNumbers.Numbered.Unknown of) {
            unknown.put(name, of.reason());
            if (!pod.addresses().isEmpty()) {
              unnumbered.put(name, its);
            }
          }
        });
    unnumbered.forEach(
        (name, its) ->
            policies.forEach(
                policy ->
                    policy.rules().stream()
                        .filter(rule -> denies(rule, its, cluster))
                        .forEach(rule -> protect(name, policy, rule, known, unknown))));
    known.keySet().removeAll(unknown.keySet());
    return new PodNumbers(endpoints(before, known, cilium), known, unknown);
  }

  private static boolean denies(Rule rule, Labels peer, String cluster) {
    return rule.elements().stream()
        .filter(element -> element.action() == Action.DENY)
        .anyMatch(element -> names(element, peer, cluster));
  }

  /** Whether it takes the peer's number to deny it; none is needed to deny everyone. */
  private static boolean names(RuleElement element, Labels peer, String cluster) {
    return element.peers() instanceof PeerRule.AnyOf some
        && some.selectors().stream().noneMatch(PodNumbers::isEveryone)
        && some.selectors().stream().anyMatch(selector -> selector.selects(peer, cluster));
  }

  private static boolean isEveryone(PeerSelector selector) {
    return selector.equals(PeerAtoms.WILDCARD)
        || selector.equals(new PeerSelector.Endpoints(Selector.EVERYTHING));
  }

  private static void protect(
      String from,
      Policy policy,
      Rule rule,
      Map<String, Identity> known,
      Map<String, String> unknown) {
    known.forEach(
        (name, identity) -> {
          if (rule.binds(identity.labels())) {
            unknown.putIfAbsent(
                name,
                "policy %s denies pod %s, whose identity is not known"
                    .formatted(policy.ref().key(), from));
          }
        });
  }

  /** With Cilium's numbers of endpoints where it gives them; others keep theirs, or get one. */
  private static Numbering endpoints(
      Numbering before, Map<String, Identity> known, CiliumNumbers cilium) {
    Map<String, Integer> given = cilium.endpoints(known.keySet());
    Assignments old = before.endpoints().only(known.keySet());
    Map<String, Integer> numbers = new TreeMap<>(old.numbers());
    numbers.keySet().removeAll(given.keySet());
    numbers.values().removeAll(given.values());
    numbers.putAll(given);
    return new Numbering(
        before.workloads().only(List.of()),
        before.prefixes(),
        new Assignments(old.first(), old.last(), numbers).plus(known.keySet()));
  }
}
