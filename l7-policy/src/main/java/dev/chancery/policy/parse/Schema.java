package dev.chancery.policy.parse;

import com.google.common.collect.ImmutableList;
import dev.chancery.policy.parse.syntax.EditDistance;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of each kind of object in a policy. A field that is known and not supported is refused
 * by name; any other is refused as unknown.
 *
 * @see <a href="https://docs.cilium.io/en/stable/security/policy/language/">policy language</a>
 */
enum Schema {
  OBJECT("apiVersion kind metadata spec specs status", ""),
  RULE(
      "endpointSelector ingress ingressDeny egress egressDeny enableDefaultDeny labels description"
          + " nodeSelector",
      "log"),
  INGRESS(
      "fromEndpoints fromEntities fromCIDR fromCIDRSet toPorts icmps",
      "fromNodes fromGroups fromRequires authentication"),
  INGRESS_DENY(
      "fromEndpoints fromEntities fromCIDR fromCIDRSet toPorts icmps",
      "fromNodes fromGroups fromRequires"),
  EGRESS(
      "toEndpoints toEntities toCIDR toCIDRSet toPorts icmps",
      "toServices toFQDNs toNodes toGroups toRequires authentication"),
  EGRESS_DENY(
      "toEndpoints toEntities toCIDR toCIDRSet toPorts icmps",
      "toServices toNodes toGroups toRequires"),
  SELECTOR("matchLabels matchExpressions", ""),
  EXPRESSION("key operator values", ""),
  CIDR_SET("cidr except", "cidrGroupRef cidrGroupSelector"),
  PORT_RULE("ports rules", "terminatingTLS originatingTLS serverNames listener"),
  PORT_DENY_RULE("ports", ""),
  PORT("port endPort protocol", ""),
  L7_RULES("http dns", "kafka l7 l7proto"),
  HTTP_RULE("method path host headers headerMatches", ""),
  HEADER_MATCH("name value secret mismatch", ""),
  SECRET("namespace name", ""),
  DNS_RULE("matchName matchPattern", ""),
  ICMP_RULE("fields", ""),
  ICMP_FIELD("family type", ""),
  DEFAULT_DENY("ingress egress", ""),
  LABEL("key value source", "");

  private final ImmutableList<String> supported;
  private final ImmutableList<String> later;

  Schema(String supported, String later) {
    this.supported = ImmutableList.copyOf(supported.split(" "));
    this.later = later.isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(later.split(" "));
  }

  boolean supports(String field) {
    return supported.contains(field);
  }

  /** Whether {@code field} is part of the language, but not of what can be enforced yet. */
  boolean isForLater(String field) {
    return later.contains(field);
  }

  /** The known field that {@code field} was most probably meant to be. */
  Optional<String> nearest(String field) {
    return Stream.concat(supported.stream(), later.stream())
        .min(Comparator.comparingInt(known -> EditDistance.between(known, field)))
        .filter(known -> EditDistance.between(known, field) <= Math.max(2, known.length() / 2));
  }
}
