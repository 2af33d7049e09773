package dev.chancery.policy.resolve;

import java.util.Map;
import java.util.Set;

/**
 * Edits that say more by the meaning of the language. A list of peers that is there and empty is
 * nobody, and is not among them.
 */
final class MayWiden {
  /** Fields, and elements of their lists, that narrow: a rule without them says more. */
  private static final Set<String> NARROWING =
      Set.of(
          "except",
          "except[]",
          "fromCIDR",
          "fromCIDRSet",
          "fromEndpoints",
          "fromEntities",
          "host",
          "http",
          "http[]",
          "icmps",
          "icmps[]",
          "matchExpressions",
          "matchExpressions[]",
          "method",
          "namespace",
          "path",
          "protocol",
          "rules",
          "specs[]",
          "toEndpoints",
          "toEntities",
          "toFQDNs",
          "toPorts",
          "toPorts[]",
          "values[]");

  /** What stands in the place of a narrower text or list, and why it is more. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("fromEndpoints [{}]", "the selector of all pods"),
          Map.entry("fromEndpoints[] {}", "the selector of all pods"),
          Map.entry("toEndpoints [{}]", "the selector of all pods"),
          Map.entry("toEndpoints[] {}", "the selector of all pods"),
          Map.entry("matchExpressions []", "a selector that demands less"),
          Map.entry("values[] \"\"", "another label is another selector"),
          Map.entry("except []", "a prefix less nothing"),
          Map.entry("toPorts []", "a rule about peers alone is about all ports"),
          Map.entry("icmps []", "a rule about peers alone is about all ports"),
          Map.entry("protocol \"\"", "any protocol, as if absent"),
          Map.entry("rules {}", "ports without L7 rules"),
          Map.entry("http []", "ports without L7 rules, as in Cilium"),
          Map.entry("http [{}]", "any request"),
          Map.entry("http[] {}", "any request"),
          Map.entry("host \"\"", "any host, as if absent"),
          Map.entry("method \"\"", "any method, as if absent"),
          Map.entry("path \"\"", "any path, as if absent"),
          Map.entry("specs []", "no rule: nothing is enforced"),
          Map.entry("namespace \"\"", "the default namespace, as if absent: other pods"));

  /** Of a rule that denies: with less in these, less is denied. */
  private static final Set<String> DENYING =
      Set.of(
          "egressDeny",
          "egressDeny[]",
          "fromEndpoints",
          "fromEndpoints[]",
          "fromEntities",
          "fromEntities[]",
          "ingressDeny",
          "ingressDeny[]",
          "ports",
          "ports[]",
          "toEndpoints",
          "toEndpoints[]",
          "toPorts",
          "toPorts[]");

  /** Those of them of which an element that says nothing denies nothing. */
  private static final Set<String> DENYING_NOTHING =
      Set.of(
          "egressDeny [{}]",
          "egressDeny[] {}",
          "ingressDeny [{}]",
          "ingressDeny[] {}",
          "toPorts [{}]",
          "toPorts[] {}");

  private MayWiden() {}

  static boolean removed(Mutant mutant) {
    return (mutant.denies() ? DENYING : NARROWING).contains(mutant.name());
  }

  static boolean emptied(Mutant mutant) {
    String edit = mutant.name() + " " + mutant.value();
    return mutant.denies()
        ? DENYING_NOTHING.contains(edit)
            || (mutant.value().equals("[]") && DENYING.contains(mutant.name()))
        : REASONS.containsKey(edit);
  }
}
